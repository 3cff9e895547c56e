"""The whole service: what it consumes, keeps, publishes and shows."""

from chassis import Service, ServiceSettings, settings_config
from reporting.consumers import inbox
from reporting.events import EVENTS
from reporting.store import metadata
from reporting.web import router


class Settings(ServiceSettings):
    """What an operator may set, as REPORTING_… in the environment."""

    model_config = settings_config("REPORTING_")


def build(settings: Settings | None = None) -> Service:
    """The service, ready to run; without settings it reads them from the environment."""
    return Service(
        "reporting",
        settings or Settings(),
        inbox=inbox,
        events=EVENTS,
        metadata=metadata,
        routers=[router],
    )
