"""The whole schools service on one screen: settings, store, handlers, web, workers."""

from chassis import Service, Worker
from schools import web
from schools.consumers import inbox
from schools.events import EVENTS
from schools.intake_folder import watch
from schools.settings import Settings
from schools.store import metadata

__all__ = ["Settings", "build"]


def build(settings: Settings | None = None) -> Service:
    """The service with all its parts, not yet running."""
    return Service(
        "schools",
        settings or Settings(),
        inbox=inbox,
        events=EVENTS,
        metadata=metadata,
        routers=[web.router],
        workers=[Worker("intake-folder", watch)],
    )
