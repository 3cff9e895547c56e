"""The microservice chassis: what every service stands on, without a word of its domain.

Each name is loaded when it is first asked for: a command that only looks into a store does not
wait for the web frame and the bus.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chassis.database import Store
    from chassis.delivery import Event
    from chassis.inbox import Inbox
    from chassis.outcomes import NotYet, Reason, Refused, wait_for
    from chassis.outgoing import OutgoingEvent
    from chassis.service import Service, Worker
    from chassis.settings import ServiceSettings, settings_config
    from chassis.work import Work

__all__ = [
    "Event",
    "Inbox",
    "NotYet",
    "OutgoingEvent",
    "Reason",
    "Refused",
    "Service",
    "ServiceSettings",
    "Store",
    "Work",
    "Worker",
    "settings_config",
    "wait_for",
]

_HOMES = {
    "database": ("Store",),
    "delivery": ("Event",),
    "inbox": ("Inbox",),
    "outcomes": ("NotYet", "Reason", "Refused", "wait_for"),
    "outgoing": ("OutgoingEvent",),
    "service": ("Service", "Worker"),
    "settings": ("ServiceSettings", "settings_config"),
    "work": ("Work",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"chassis.{_HOME[name]}"), name)
    return value


def __dir__() -> list[str]:
    return __all__
