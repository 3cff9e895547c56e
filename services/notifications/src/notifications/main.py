"""The notifications service on one screen: its events, its tables, its workers."""

from chassis import Service, Worker
from notifications.consumers import inbox
from notifications.events import EVENTS
from notifications.mail.worker import send_mail
from notifications.settings import Settings
from notifications.store import metadata
from notifications.use_cases.deadlines import watch_deadlines
from notifications.use_cases.retention import erase_for_ever

__all__ = ["Settings", "build"]


def build(settings: Settings | None = None) -> Service:
    """The service with these settings, or with those of the environment."""
    return Service(
        "notifications",
        settings or Settings(),
        inbox=inbox,
        events=EVENTS,
        metadata=metadata,
        workers=[
            Worker("mail", send_mail),
            Worker("deadlines", watch_deadlines),
            Worker("letters", erase_for_ever),
        ],
    )
