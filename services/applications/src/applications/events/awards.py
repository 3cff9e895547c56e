"""Events out: the award and its milestones."""

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel

from applications.events.applications import Partner
from chassis import OutgoingEvent


class PublicMilestone(BaseModel):
    """One milestone of the award as it is now."""

    number: int
    title: str
    due: date
    amount_pence: int
    state: str


class PublicAward(OutgoingEvent):
    """The award's whole public state, which each of its events carries.

    `freed_pence` is what of the award went back to the round, in all.
    """

    aggregate: ClassVar[str] = "award"
    reference: ClassVar[str] = "award"

    award: str
    application: str
    round: str
    authority: str
    category: str
    title: str
    lead_school: str
    lead_share_pence: int
    partners: list[Partner]
    awarded_pence: int
    freed_pence: int
    awarded_at: AwareDatetime
    planned_start: date
    planned_end: date
    findings_due: date | None
    milestones: list[PublicMilestone]
    paid_pence: int
    recovered_pence: int
    to_recover_pence: int
    state: str


class AwardMade(PublicAward):
    """An accepted offer became an award."""

    event_type: ClassVar[str] = "council.applications.award.made.v1"


class AwardVaried(PublicAward):
    """Milestones, dates or shares changed; less than before frees money."""

    event_type: ClassVar[str] = "council.applications.award.varied.v1"

    variation: str
    reason: str
    meeting: str | None
    replaces: str | None
    agreed_at: AwareDatetime


class AwardCompleted(PublicAward):
    """Every milestone was paid."""

    event_type: ClassVar[str] = "council.applications.award.completed.v1"


class PublicMilestoneStep(PublicAward):
    """A step of one milestone, beside the award as it is now."""

    milestone: int
    amount_pence: int


class MilestoneEvidenced(PublicMilestoneStep):
    """The project sent its evidence; what it spent is only reported."""

    event_type: ClassVar[str] = "council.applications.milestone.evidenced.v1"

    submitted_at: AwareDatetime
    spend_pence: int


class MilestoneAccepted(PublicMilestoneStep):
    """An officer accepted the evidence."""

    event_type: ClassVar[str] = "council.applications.milestone.accepted.v1"

    assessed_at: AwareDatetime


class MilestoneReturned(PublicMilestoneStep):
    """An officer sent the evidence back, with a note for the school."""

    event_type: ClassVar[str] = "council.applications.milestone.returned.v1"

    assessed_at: AwareDatetime
    note: str


class MilestonePaid(PublicMilestoneStep):
    """The finance system paid it."""

    event_type: ClassVar[str] = "council.applications.milestone.paid.v1"

    payment_reference: str
