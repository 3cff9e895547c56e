"""The whole schools service on one screen: settings, store, handlers, web, workers."""

from chassis import Service, Worker
from schools import web
from schools.consumers import inbox
from schools.events import EVENTS
from schools.intake_folder import watch
from schools.sealing import seal_for_ever
from schools.settings import Settings
from schools.store import metadata

__all__ = ["Settings", "build"]


def build(settings: Settings | None = None) -> Service:
    """Builds the service; without settings it reads them from the environment."""
    return Service(
        "schools",
        settings or Settings(),
        inbox=inbox,
        events=EVENTS,
        metadata=metadata,
        routers=[web.router],
        workers=[Worker("intake-folder", watch), Worker("sealing", seal_for_ever)],
    )
