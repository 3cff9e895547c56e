"""Events about the system itself: rejected events, failed messages, published reports."""

from pydantic import AwareDatetime

from notifications.incoming.base import Incoming, Reason


class Rejection(Incoming):
    """An event that a service rejected; `key` names it in that service's inbox commands."""

    event_id: str
    event_type: str
    event_source: str | None = None
    event_subject: str | None = None
    key: str | None = None
    la_code: str | None = None
    reasons: list[Reason]
    overdue: bool = False
    replayable: bool = False


class GroupDue(Incoming):
    """The hour of a group of rejected events is over."""

    subject: str


class DigestDue(Incoming):
    """It is time for a person's daily digest."""

    subject: str


class FailedNotification(Incoming):
    """A message that did not arrive."""

    notification: str
    event_id: str
    about: str
    scopes: list[str]
    person: str
    role: str
    template: str
    state: str
    reason: str | None = None
    attempts: int = 0


class Report(Incoming):
    """A report that was published and does not change any more."""

    report: str
    name: str
    as_of: AwareDatetime
    definition: str
    la_code: str | None = None
