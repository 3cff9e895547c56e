"""Events out: what became of a delivery; people by their ids, never an address."""

from typing import ClassVar

from pydantic import AwareDatetime

from chassis import OutgoingEvent


class Notification(OutgoingEvent):
    """A delivery in its final state.

    `about` is the reference the message began with, `scopes` where its officers are looked for.
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
    """It was refused, or nobody could be reached, or we gave up."""

    event_type: ClassVar[str] = "council.notifications.notification.failed.v1"


EVENTS: list[type[OutgoingEvent]] = [NotificationDelivered, NotificationFailed]
