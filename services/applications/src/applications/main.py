"""The whole applications service on one screen: settings, store, handlers, web."""

from applications import web
from applications.consumers import inbox
from applications.events import EVENTS
from applications.settings import Settings
from applications.store import metadata
from chassis import Service

__all__ = ["Settings", "build"]


def build(settings: Settings | None = None) -> Service:
    """The service with all its parts, not yet running."""
    return Service(
        "applications",
        settings or Settings(),
        inbox=inbox,
        events=EVENTS,
        metadata=metadata,
        routers=[web.router],
    )
