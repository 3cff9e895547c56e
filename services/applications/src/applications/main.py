"""The whole applications service on one screen: settings, store, handlers, web."""

from pydantic import Field

from applications import web
from applications.consumers import inbox
from applications.events import EVENTS
from applications.store import metadata
from chassis import Service, ServiceSettings, settings_config


class Settings(ServiceSettings):
    """What an operator may set for applications: APPLICATIONS_OFFER_DAYS_DEFAULT and so on."""

    model_config = settings_config("APPLICATIONS_")

    offer_days_default: int = Field(default=20, ge=1)  # working days, where a round names none


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
