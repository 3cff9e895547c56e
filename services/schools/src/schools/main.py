"""The whole schools service on one screen: settings, store, handlers, web, workers."""

from pydantic import Field

from chassis import Service, ServiceSettings, Worker, settings_config
from schools import web
from schools.consumers import inbox
from schools.events import EVENTS
from schools.intake_folder import watch
from schools.store import metadata


class Settings(ServiceSettings):
    """What an operator may set for schools: SCHOOLS_AUTHORITIES and so on."""

    model_config = settings_config("SCHOOLS_")

    authorities: str = Field(default="", pattern=r"^(\d{3}(,\d{3})*)?$")  # empty: all of them
    shrink_percent: float = Field(default=5, ge=0, le=100)
    intake_poll_seconds: float = Field(default=2, gt=0)


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
