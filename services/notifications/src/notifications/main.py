"""The notifications service on one screen: who there is, who is told, and the way to them."""

from chassis import Service, Worker
from notifications import web
from notifications.consumers import inbox
from notifications.events import EVENTS
from notifications.post.senders import deliver
from notifications.settings import Settings
from notifications.store import metadata

__all__ = ["Settings", "build"]


def build(settings: Settings | None = None) -> Service:
    """The service with its settings, from the environment where none are given."""
    return Service(
        "notifications",
        settings or Settings(),
        inbox=inbox,
        events=EVENTS,
        metadata=metadata,
        routers=[web.router],
        workers=[Worker("deliver", deliver)],
    )
