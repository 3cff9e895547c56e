"""The microservice chassis: what every service stands on, without a word of its domain."""

from chassis.database import Store
from chassis.envelope import Event
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
