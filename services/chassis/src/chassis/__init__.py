"""The microservice chassis: the names that every service uses.

Each name is loaded on its first use, so that a command which only reads a store loads neither
FastAPI nor FastStream.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chassis.contracts.confidential import is_open, public_before_release, shown_reasons
    from chassis.contracts.event import Event, Reason
    from chassis.contracts.outgoing import OutgoingEvent
    from chassis.inbox.outcomes import NotYet, Rejected, wait_for
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
    "is_open",
    "public_before_release",
    "settings_config",
    "shown_reasons",
    "wait_for",
]

_HOMES = {
    "contracts.confidential": ("is_open", "public_before_release", "shown_reasons"),
    "contracts.event": ("Event", "Reason"),
    "contracts.outgoing": ("OutgoingEvent",),
    "inbox.outcomes": ("NotYet", "Rejected", "wait_for"),
    "inbox.registry": ("Inbox",),
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
