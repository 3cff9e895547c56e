"""The microservice chassis: the names that every service uses.

A command which only reads a store loads neither FastAPI nor FastStream.
"""

from typing import TYPE_CHECKING

from chassis.exports import lazily

if TYPE_CHECKING:
    from chassis.aggregates import by_name, record_aggregate
    from chassis.contracts.cloudevents import parse
    from chassis.contracts.confidential import is_open, public_before_release, shown_reasons
    from chassis.contracts.event import Delivery, Event, Identity, InvalidEvent, Reason
    from chassis.contracts.outgoing import OutgoingEvent
    from chassis.contracts.package_files import package_folder
    from chassis.contracts.texts import visible
    from chassis.holidays import england_and_wales
    from chassis.inbox.happened import already_happened
    from chassis.inbox.judged import judged
    from chassis.inbox.outcomes import NotYet, Rejected, wait_for
    from chassis.inbox.registry import Inbox
    from chassis.messaging.reconnect import Backoff
    from chassis.operations.audit import audit_row
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
    "already_happened",
    "audit_row",
    "by_name",
    "england_and_wales",
    "is_open",
    "judged",
    "package_folder",
    "parse",
    "public_before_release",
    "record_aggregate",
    "settings_config",
    "shown_reasons",
    "visible",
    "wait_for",
]

if not TYPE_CHECKING:  # or a type checker would accept any name
    __getattr__ = lazily(
        __name__,
        {
            "aggregates": ("by_name", "record_aggregate"),
            "contracts.cloudevents": ("parse",),
            "contracts.confidential": ("is_open", "public_before_release", "shown_reasons"),
            "contracts.event": ("Delivery", "Event", "Identity", "InvalidEvent", "Reason"),
            "contracts.outgoing": ("OutgoingEvent",),
            "contracts.package_files": ("package_folder",),
            "contracts.texts": ("visible",),
            "holidays": ("england_and_wales",),
            "inbox.happened": ("already_happened",),
            "inbox.judged": ("judged",),
            "inbox.outcomes": ("NotYet", "Rejected", "wait_for"),
            "inbox.registry": ("Inbox",),
            "messaging.reconnect": ("Backoff",),
            "operations.audit": ("audit_row",),
            "service": ("Service", "Worker"),
            "settings": ("ServiceSettings", "settings_config"),
            "unit_of_work": ("Work",),
        },
    )
