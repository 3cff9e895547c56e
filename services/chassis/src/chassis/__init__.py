"""The microservice chassis: what every service stands on, without a word of its domain.

Each name is loaded when it is first asked for: a command that only looks into a store does not
wait for the web frame and the bus.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chassis.contracts.event import Event
    from chassis.contracts.outcomes import NotYet, Reason, Rejected, wait_for
    from chassis.contracts.outgoing import OutgoingEvent
    from chassis.inbox.registry import Inbox
    from chassis.service import Service, Worker
    from chassis.settings import ServiceSettings, settings_config
    from chassis.storage.database import Store
    from chassis.unit_of_work import Work

__all__ = [
    "Event",
    "Inbox",
    "NotYet",
    "OutgoingEvent",
    "Reason",
    "Rejected",
    "Service",
    "ServiceSettings",
    "Store",
    "Work",
    "Worker",
    "settings_config",
    "wait_for",
]

_HOMES = {
    "storage.database": ("Store",),
    "contracts.event": ("Event",),
    "inbox.registry": ("Inbox",),
    "contracts.outcomes": ("NotYet", "Reason", "Rejected", "wait_for"),
    "contracts.outgoing": ("OutgoingEvent",),
    "service": ("Service", "Worker"),
    "settings": ("ServiceSettings", "settings_config"),
    "unit_of_work": ("Work",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"chassis.{_HOME[name]}"), name)
    return value


def __dir__() -> list[str]:
    return __all__
