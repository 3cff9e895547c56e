"""Events out: findings of research, and whom a hub reached."""

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime, ConfigDict, Field

from applications.events.applications import PublicReason
from applications.events.awards import PublicAward


class FindingsPresented(PublicAward):
    """A research project presented its findings; the summary is null unless it may be published."""

    event_type: ClassVar[str] = "council.applications.findings.presented.v1"

    presented_on: date
    where: str
    open_to_public: bool
    audience: int | None
    consent_to_publish: bool
    summary: str | None
    submitted_at: AwareDatetime


class FindingsDueSoon(PublicAward):
    """A research project's findings are due soon, and none were presented."""

    event_type: ClassVar[str] = "council.applications.findings.due-soon.v1"

    due: date


class HubReported(PublicAward):
    """A learning hub told whom it reached: each school once, without the lead's own."""

    model_config = ConfigDict(populate_by_name=True)
    event_type: ClassVar[str] = "council.applications.hub.reported.v1"

    report: str
    begins: date = Field(alias="from")
    until: date
    schools: list[str]
    staff: int
    sessions: int | None
    submitted_at: AwareDatetime
    warnings: list[PublicReason] = Field(default_factory=list)
