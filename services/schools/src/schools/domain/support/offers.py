"""One offer of a provider, and why a booking does not belong on it."""

from dataclasses import dataclass
from datetime import date, datetime

from chassis.domain import Reason, in_full
from schools.domain.support.half_days import Spanning, span_refusals


@dataclass(frozen=True)
class ProviderOffer:
    """The days that a provider offers from a date on; next year's offer is another one.

    Without an authority it is offered to all.
    """

    provider: str
    name: str
    kind: str
    kinds_of_support: tuple[str, ...]
    half_days: int
    begins: date
    until: date
    recorded_at: datetime
    urn: str | None = None
    authority: str | None = None

    @property
    def at(self) -> datetime:
        """Of several records of one offer the one that was made last holds."""
        return self.recorded_at

    @property
    def title(self) -> str:
        """As a sentence begins with it."""
        return f"The offer of {self.provider} from {in_full(self.begins)}"

    def refusals(self) -> list[Reason]:
        """Why it can never be offered like this."""
        return span_refusals(self.title, self)

    def touches(self, span: Spanning) -> bool:
        """Whether a day of the span lies in the offer."""
        return span.begins <= self.until and self.begins <= span.until


@dataclass(frozen=True)
class Booking:
    """The half days that a support holds of an offer.

    One that is `released` was cancelled, or ended with its school: it holds only what was
    delivered.
    """

    kind: str
    authority: str
    begins: date
    until: date
    half_days: int
    offer: date | None = None  # the day from which the offer runs
    released: bool = False


def misfits(booking: Booking, offer: ProviderOffer) -> list[Reason]:
    """Why a booking does not belong on an offer; how many days are left is not asked here."""
    reasons: list[Reason] = []
    if booking.begins < offer.begins or booking.until > offer.until:
        message = (
            f"{offer.name} offers days from {in_full(offer.begins)} to {in_full(offer.until)}. "
            f"The support runs from {in_full(booking.begins)} to {in_full(booking.until)}. "
            "Arrange it within these dates."
        )
        reasons.append(Reason("outside-offer", message))
    if booking.kind not in offer.kinds_of_support:
        message = (
            f"{offer.name} does not offer the kind {booking.kind}. "
            f"Choose one of: {', '.join(offer.kinds_of_support)}."
        )
        reasons.append(Reason("kind-not-offered", message))
    if offer.authority not in {None, booking.authority}:
        message = (
            f"{offer.name} offers these days to authority {offer.authority} only. The school is in "
            f"{booking.authority}. Choose another provider."
        )
        reasons.append(Reason("offered-to-another-authority", message))
    return reasons
