"""Events in whose fields differ from the domain's values: `from` is no name in Python.

All others are read as the domain's own dataclasses.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from schools.domain.support import ProviderOffer, SupportArrangement, SupportDelivery
from schools.domain.tiers import TierDecision

Instant = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]


class TierDecided(BaseModel):
    """An officer's decision on a tier, as casework publishes it."""

    urn: str
    tier: str
    begins: Instant = Field(alias="from")
    reason: str
    review_due: date
    decided_by: str
    decided_at: Instant
    decision: str | None = None
    withdrawn: bool = False
    signals: list[str] = Field(default_factory=list)
    tell_school: bool = False

    def command(self) -> TierDecision:
        """The decision as the domain knows it."""
        values: dict[str, Any] = dict(self)
        return TierDecision(**values | {"signals": tuple(self.signals)})


class TierReviewDue(BaseModel):
    """The day after a tier's review date began; the subject is the URN."""

    subject: str
    due: datetime
    review_due: date


class ProviderOffered(BaseModel):
    """A provider offers days, as casework publishes it."""

    provider: str
    name: str
    kind: str
    kinds_of_support: tuple[str, ...]
    days: float
    begins: date = Field(alias="from")
    until: date
    recorded_at: AwareDatetime
    urn: str | None = None
    authority: str | None = None

    def command(self) -> ProviderOffer:
        """The offer as the domain knows it."""
        return ProviderOffer(**_in_half_days(self))


class SupportArranged(BaseModel):
    """Support was arranged, changed or cancelled, as casework publishes it."""

    support: str
    urn: str
    need: str
    kind: str
    provider: str
    days: float
    begins: date = Field(alias="from")
    until: date
    objective: str
    groups: tuple[str, ...]
    arranged_by: str
    arranged_at: AwareDatetime
    case: str | None = None
    priorities: tuple[str, ...] = ()
    cancelled: bool = False
    reason: str = ""

    def command(self) -> SupportArrangement:
        """The arrangement as the domain knows it."""
        return SupportArrangement(**_in_half_days(self))


class Headcount(BaseModel):
    """Attendances of the groups that are counted."""

    teachers: int | None = None
    leaders: int | None = None
    other_staff: int | None = None
    governors: int | None = None


class SupportDelivered(BaseModel):
    """A part of a support was delivered, as casework publishes it."""

    support: str
    delivery: str
    delivered_on: date
    days: float
    headcount: Headcount
    note: str
    recorded_by: str
    recorded_at: AwareDatetime

    def command(self) -> SupportDelivery:
        """The delivery as the domain knows it."""
        counted = self.headcount.model_dump(exclude_none=True)
        return SupportDelivery(**_in_half_days(self) | {"headcount": counted})


class TimerDue(BaseModel):
    """A timer that carries nothing but its subject, such as a case or a school."""

    subject: str
    due: datetime


def _in_half_days(event: BaseModel) -> dict[str, Any]:
    """Its fields; days, which are numbers to the half, as whole half days."""
    values: dict[str, Any] = dict(event)
    return values | {"half_days": round(values.pop("days") * 2)}
