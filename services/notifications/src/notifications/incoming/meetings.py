"""Events about a meeting of the panel."""

from datetime import date

from pydantic import AwareDatetime, Field

from notifications.incoming.base import Incoming, Reason


class Meeting(Incoming):
    """A meeting and the applications on its agenda."""

    meeting: str
    panel: str
    authority: str
    held_on: date
    starts_at: AwareDatetime
    papers_by: date
    agenda: list[str] = Field(validation_alias="items")
    state: str


class ScheduledMeeting(Meeting):
    """A meeting that was scheduled, changed or cancelled."""

    warnings: list[Reason] = Field(default_factory=list)


class ItemAtRisk(Incoming):
    """An item without a quorum in sight, and who is missing."""

    application: str
    missing: list[str]


class MeetingAtRisk(Meeting):
    """The forecast of a meeting's quorum."""

    at_risk: list[ItemAtRisk]
