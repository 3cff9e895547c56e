"""The microservice chassis: the names that every service uses.

Each name is loaded on its first use, so that a command which only reads a store loads neither
FastAPI nor FastStream.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chassis.contracts.cloudevents import parse
    from chassis.contracts.event import Delivery, Event, Identity, InvalidEvent, Reason
    from chassis.contracts.outgoing import OutgoingEvent
    from chassis.contracts.package_files import package_folder
    from chassis.inbox.outcomes import NotYet, Rejected, wait_for
    from chassis.inbox.registry import Inbox
    from chassis.messaging.reconnect import Backoff
    from chassis.service import Service, Worker
    from chassis.settings import ServiceSettings, settings_config
    from chassis.storage.database import Store
    from chassis.unit_of_work import Work

__all__ = [
    "Backoff",
    "Delivery",
    "Event",
    "Identity",
    "Inbox",
    "InvalidEvent",
    "NotYet",
    "OutgoingEvent",
    "Reason",
    "Rejected",
    "Service",
    "ServiceSettings",
    "Store",
    "Work",
    "Worker",
    "package_folder",
    "parse",
    "settings_config",
    "wait_for",
]

_HOMES = {
    "contracts.cloudevents": ("parse",),
    "contracts.event": ("Delivery", "Event", "Identity", "InvalidEvent", "Reason"),
    "contracts.outgoing": ("OutgoingEvent",),
    "contracts.package_files": ("package_folder",),
    "inbox.outcomes": ("NotYet", "Rejected", "wait_for"),
    "inbox.registry": ("Inbox",),
    "messaging.reconnect": ("Backoff",),
    "service": ("Service", "Worker"),
    "settings": ("ServiceSettings", "settings_config"),
    "storage.database": ("Store",),
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
