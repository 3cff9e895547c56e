"""Events about an award, its milestones and its payments."""

from datetime import date

from pydantic import Field

from notifications.incoming.applications import Milestone, Partner
from notifications.incoming.base import Incoming, Reason


class Award(Incoming):
    """An award as its events carry it; its form is added from our copy."""

    award: str
    application: str
    round: str
    authority: str
    category: str
    title: str
    lead_school: str
    lead_share_pence: int | None = None
    partners: list[Partner] = Field(default_factory=list)
    awarded_pence: int
    paid_pence: int
    planned_start: date | None = None
    planned_end: date | None = None
    milestones: list[Milestone] = Field(default_factory=list)


class SuspendedAward(Award):
    """An award that waits for the successor of a school, or goes on again."""

    urn: str
    reason: str
    successors: list[str] = Field(default_factory=list)
    novated: bool = False


class NovatedAward(Award):
    """What is unpaid of a school's part in an award moved to another."""

    from_urn: str
    successor: str
    ground: str


class MilestoneStep(Award):
    """A step of one milestone."""

    milestone: int
    amount_pence: int
    note: str | None = None
    due: date | None = None
    working_days_late: int | None = None


class Payment(Award):
    """One payment to an award's lead school."""

    milestone: int
    amount_pence: int | None = None
    payment_request: str | None = None
    payment_reference: str | None = None
    paid_on: date | None = None
    failed_on: date | None = None
    reason: str | None = None
    warnings: list[Reason] = Field(default_factory=list)


class AwardEnd(Award):
    """An award that ended early, with what is free again and what is claimed back."""

    reason: str
    freed_pence: int
    recover_pence: int
    to_recover_pence: int
    recovered_pence: int


class Recovery(Award):
    """Money that came back."""

    recovery_reference: str
    amount_pence: int
    received_on: date
    recovered_pence: int
    to_recover_pence: int
    warnings: list[Reason] = Field(default_factory=list)


class Variation(Award):
    """An award whose milestones, dates or shares changed."""

    variation: str
    reason: str
    freed_pence: int


class Findings(Award):
    """Findings that a research project presented; the summary where it may be published."""

    presented_on: date
    where: str
    open_to_public: bool
    audience: int | None = None
    consent_to_publish: bool
    summary: str | None = None


class FindingsReminder(Award):
    """Findings that are due soon."""

    due: date


class HubReport(Award):
    """Whom a hub reached."""

    report: str
    begins: date = Field(alias="from")
    until: date
    schools: list[str]
    staff: int
    sessions: int | None = None
    warnings: list[Reason] = Field(default_factory=list)
