"""Events out: a meeting of the panel."""

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel

from applications.events.applications import PublicReason
from chassis import OutgoingEvent


class PublicMeeting(OutgoingEvent):
    """The meeting's whole public state; `items` are the applications on its agenda."""

    aggregate: ClassVar[str] = "meeting"
    reference: ClassVar[str] = "meeting"

    meeting: str
    panel: str
    authority: str
    held_on: date
    starts_at: AwareDatetime
    papers_by: date
    items: list[str]
    state: str


class MeetingScheduled(PublicMeeting):
    """Scheduled, changed or cancelled; `warnings` say that the papers come late."""

    event_type: ClassVar[str] = "council.applications.meeting.scheduled.v1"

    warnings: list[PublicReason]


class MeetingPapersDue(PublicMeeting):
    """The day has come by which the panel has its papers."""

    event_type: ClassVar[str] = "council.applications.meeting.papers-due.v1"


class ItemAtRisk(BaseModel):
    """An item for which no quorum is in sight, and who is missing."""

    application: str
    missing: list[str]


class MeetingAtRisk(PublicMeeting):
    """The forecast of quorum changed; with no item it says that all can be decided again."""

    event_type: ClassVar[str] = "council.applications.meeting.at-risk.v1"

    at_risk: list[ItemAtRisk]


class MeetingClosed(PublicMeeting):
    """Every item was decided or deferred, or had ended."""

    event_type: ClassVar[str] = "council.applications.meeting.closed.v1"
