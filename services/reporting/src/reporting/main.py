"""The whole service on one screen: settings, handlers, events, tables, pages."""

from chassis import Service
from reporting.consumers import inbox
from reporting.events import EVENTS
from reporting.settings import Settings
from reporting.store import metadata
from reporting.web import router

__all__ = ["Settings", "build"]


def build(settings: Settings | None = None) -> Service:
    """Builds the service; without settings it reads them from the environment."""
    return Service(
        "reporting",
        settings or Settings(),
        inbox=inbox,
        events=EVENTS,
        metadata=metadata,
        routers=[router],
    )
