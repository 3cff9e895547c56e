"""The microservice chassis: the names that every service uses.

A command which only reads a store loads neither FastAPI nor FastStream.
"""

from typing import TYPE_CHECKING

from chassis.exports import lazily

if TYPE_CHECKING:
    from chassis.contracts.cloudevents import parse
    from chassis.contracts.event import Delivery, Event, Identity, InvalidEvent, Reason
    from chassis.contracts.outgoing import OutgoingEvent
    from chassis.contracts.package_files import package_folder
    from chassis.contracts.texts import visible
    from chassis.inbox.outcomes import NotYet, Rejected, wait_for
    from chassis.inbox.registry import Inbox
    from chassis.messaging.reconnect import Backoff
    from chassis.service import Service, Worker
    from chassis.settings import ServiceSettings, settings_config
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
    "Work",
    "Worker",
    "package_folder",
    "parse",
    "settings_config",
    "visible",
    "wait_for",
]

__getattr__ = lazily(
    __name__,
    {
        "contracts.cloudevents": ("parse",),
        "contracts.event": ("Delivery", "Event", "Identity", "InvalidEvent", "Reason"),
        "contracts.outgoing": ("OutgoingEvent",),
        "contracts.package_files": ("package_folder",),
        "contracts.texts": ("visible",),
        "inbox.outcomes": ("NotYet", "Rejected", "wait_for"),
        "inbox.registry": ("Inbox",),
        "messaging.reconnect": ("Backoff",),
        "service": ("Service", "Worker"),
        "settings": ("ServiceSettings", "settings_config"),
        "unit_of_work": ("Work",),
    },
)
