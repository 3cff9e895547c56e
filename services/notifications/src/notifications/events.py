"""Events out: a delivery in its final state; people by their ids, never an address."""

from typing import ClassVar

from pydantic import AwareDatetime

from chassis import OutgoingEvent


class Notification(OutgoingEvent):
    """A delivery in its final state.

    `about` is the reference in the subject, `scopes` are those of the officers.
    """

    aggregate: ClassVar[str] = "notification"
    reference: ClassVar[str] = "notification"

    notification: str
    event_id: str
    cause_type: str
    about: str
    scopes: list[str]
    person: str
    role: str
    channel: str
    template: str
    state: str
    reason: str | None
    attempts: int
    finished_at: AwareDatetime


class NotificationDelivered(Notification):
    """The mail server accepted it."""

    event_type: ClassVar[str] = "council.notifications.notification.delivered.v1"


class NotificationFailed(Notification):
    """The message did not arrive: refused, no recipient, or tried for too long."""

    event_type: ClassVar[str] = "council.notifications.notification.failed.v1"


EVENTS: list[type[OutgoingEvent]] = [NotificationDelivered, NotificationFailed]
