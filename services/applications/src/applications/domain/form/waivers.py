"""Waivers: an officer lets one form pass one rule, with a reason and an end."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from applications.domain.commands import WaiverGrant
from chassis.domain import Reason

LATE, CLOSING, DOUBLE, LIVE = (
    "late",
    "proposed-to-close",
    "double-funding",
    "one-live-application",
)
_MUST_NAME = {CLOSING: ("urn", "the school"), DOUBLE: ("against", "the award")}


@dataclass(frozen=True)
class Waiver(WaiverGrant):
    """A waiver as it is kept; `used_at` is when it first let its form pass."""

    key: str = ""
    used_at: datetime | None = None

    @property
    def named(self) -> str | None:
        """The school or the award that it is about, where it has to name one."""
        return {CLOSING: self.urn, DOUBLE: self.against}.get(self.waives)

    @property
    def about(self) -> tuple[str, str | None]:
        """What it waives: of several about the same, the one granted last holds."""
        return (self.waives, self.named)


@dataclass(frozen=True)
class Bar:
    """A rule that stops a form and may be waived; `last_day` must lie within the waiver."""

    waives: str
    reason: Reason
    last_day: date
    names: Collection[str] = ()  # a waiver has to name one of these, where there are any

    def lifted_by(self, waiver: Waiver) -> bool:
        """Whether this waiver lets the form pass."""
        named = not self.names or waiver.named in self.names
        return waiver.waives == self.waives and named and self.last_day <= waiver.until


def that_hold(waivers: Iterable[Waiver]) -> list[Waiver]:
    """Of several waivers of the same rule the one that was granted last."""
    ordered = sorted(waivers, key=lambda each: each.granted_at)
    return list({each.about: each for each in ordered}.values())


def lift(bars: Iterable[Bar], waivers: Iterable[Waiver]) -> tuple[list[Reason], list[Waiver]]:
    """The reasons that no waiver takes away, and the waivers that took one away."""
    left: list[Reason] = []
    used: dict[str, Waiver] = {}
    holding = that_hold(waivers)
    for bar in bars:
        found = next((each for each in holding if bar.lifted_by(each)), None)
        if found is None:
            left.append(bar.reason)
        else:
            used[found.key] = found
    return left, list(used.values())


def grant_refusals(grant: WaiverGrant, known: Sequence[Waiver]) -> list[Reason]:
    """Why a waiver is refused: it names nothing, or contradicts one of the same instant."""
    field, what = _MUST_NAME.get(grant.waives, ("waives", ""))
    if not getattr(grant, field):
        message = f"A waiver of {grant.waives} names {what} that it is for, in {field}."
        return [Reason("waiver-names-nothing", message)]
    about = Waiver(**vars(grant)).about
    same = [each for each in known if (each.about, each.granted_at) == (about, grant.granted_at)]
    if not same:
        return []
    message = (
        f"{grant.form_reference} has another waiver of {grant.waives}, granted at the same time. "
        "Send the one that holds with the time at which it was granted."
    )
    return [Reason("waiver-contradicts", message)]
