"""Events about a school's tier."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from chassis import OutgoingEvent

Tier = Literal["universal", "targeted", "intensive", "special-measures"]


class TierPeriod(BaseModel):
    """One tier from its instant on; `until` is null while it stands."""

    model_config = ConfigDict(populate_by_name=True)

    tier: Tier
    begins: datetime = Field(alias="from")
    until: datetime | None
    reason: str
    review_due: date
    decision: str


class TierEvent(OutgoingEvent):
    """The school's tiers as they are known now; `history` holds every period, the oldest first."""

    aggregate: ClassVar[str] = "tier"
    reference: ClassVar[str] = "urn"

    urn: str
    name: str
    la_code: str
    tier: Tier
    review_due: date
    history: list[TierPeriod]


class TierChanged(TierEvent):
    """An officer decided, corrected or withdrew a decision; the fields are that decision's.

    `from_tier` is the tier before it (null: none is known), `current` whether it stands now.
    """

    model_config = ConfigDict(populate_by_name=True)
    event_type: ClassVar[str] = "council.schools.tier.changed.v1"

    from_tier: Tier | None
    begins: datetime = Field(alias="from")
    until: datetime | None
    reason: str
    decision: str
    current: bool
    withdrawn: bool
    tell_school: bool
    warnings: list[dict[Literal["code", "message"], str]]


class TierReviewMissed(TierEvent):
    """The review date of the tier that stands went by without a new decision."""

    event_type: ClassVar[str] = "council.schools.tier.review-missed.v1"


class Rule(BaseModel):
    """A rule that proposes the tier: its code, its sentence and the signals that counted."""

    code: str
    message: str
    signals: list[str]


class TierProposed(OutgoingEvent):
    """The rules propose another tier than holds; nothing changes until an officer decides.

    Where `tier` is `from_tier` they propose none any more.
    """

    event_type: ClassVar[str] = "council.schools.tier.proposed.v1"
    aggregate: ClassVar[str] = "tier"
    reference: ClassVar[str] = "urn"

    urn: str
    name: str
    la_code: str
    tier: Tier
    from_tier: Tier
    rules: list[Rule]
    rule_set: str


EVENTS: list[type[OutgoingEvent]] = [TierProposed, TierChanged, TierReviewMissed]
