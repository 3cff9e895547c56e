"""The names and arguments of everything on the bus, and who handles which event types."""

import json
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

SERVICES = ("schools", "applications", "notifications", "reporting")
SYSTEMS = (
    "forms",
    "casework",
    "finance",
    "inspections",
    "directory",
    "results",
    "communications",
)
OPERATOR = "operator"
OWN = "attain"  # the publishing context of our own services, as a queue's name has it
USERS = (*SERVICES, *SYSTEMS, OPERATOR)
SINGLE_WRITERS = frozenset({"reporting"})

VHOST = "council"
EVENTS = "council.events"
REJECTIONS = "council.rejections"
UNROUTED = "council.unrouted"  # the exchange; the queue of that name is the one of earlier releases

INBOX_DELIVERY_LIMIT = 20
INBOX_MAX_LENGTH = 500_000  # a quarter of a year's events
INBOX_MAX_BYTES = 1 << 30
MAX_MESSAGE_BYTES = 1 << 20  # each broker's configuration sets it
UNROUTED_MAX_LENGTH = 10_000
REJECTED_MAX_LENGTH = 10_000
PUBLISHER_MAX_CONNECTIONS = 50
PUBLISHER_MAX_CHANNELS = 500
REJECTED_TTL_MS = 14 * 24 * 3600 * 1000

HANDLED_TYPES = Path(__file__).with_name("handled_types.json")


@cache
def handled_types() -> dict[str, list[str]]:
    """For each service the event types and patterns that its inbox is bound to.

    A file, because no service may import another's handlers. `attain topology --write` renews it.
    """
    handled: dict[str, list[str]] = json.loads(HANDLED_TYPES.read_text())
    return handled


def inbox_queue(service: str) -> str:
    """A single writer's one inbox; of another service the one inbox of earlier releases."""
    return f"{service}.inbox"


def inbox_queue_of(service: str, event_type: str) -> str:
    """The inbox of an event: one for each publishing system, and one for our own services.

    So no publisher's backlog delays another's. The rejections that such a backlog causes have an
    inbox of their own, so that they delay no event either. A single writer has one inbox for all.
    """
    if service in SINGLE_WRITERS:
        return inbox_queue(service)
    if is_rejection(event_type):
        return f"{inbox_queue(service)}.rejections"
    context = [*event_type.split("."), ""][1]
    return f"{inbox_queue(service)}.{OWN if context in SERVICES else context}"


def is_rejection(event_type: str) -> bool:
    """Whether this is the event of a service that rejected another event."""
    return ".event.rejected." in event_type


def inbox_queues(service: str, types: Collection[str]) -> dict[str, list[str]]:
    """The inboxes of a service, each with the types and patterns that it is bound to."""
    queues: dict[str, list[str]] = {}
    for event_type in sorted(types):
        queues.setdefault(inbox_queue_of(service, event_type), []).append(event_type)
    return queues


def held_before(queue: str, types: Collection[str]) -> list[str]:
    """What this inbox was bound to in an earlier release and may still hold: rejections."""
    return [each for each in types if is_rejection(each)] if queue.endswith(f".{OWN}") else []


def parked_queue(service: str) -> str:
    """The queue where the broker puts what killed a service's process again and again."""
    return f"{service}.parked"


def unrouted_queue(service: str) -> str:
    """The queue in which a service sees every event that no inbox is bound to."""
    return f"{service}.unrouted"


def rejected_queue(system: str) -> str:
    """The queue in which a publishing system reads its own rejections."""
    return f"{system}.rejected"


def inbox_arguments(service: str, *, single_active_consumer: bool = False) -> dict[str, Any]:
    """Quorum, a delivery limit, and dead-lettering that survives a crash of the broker.

    At-least-once dead-lettering needs reject-publish as the overflow behaviour.
    """
    arguments: dict[str, Any] = {
        "x-queue-type": "quorum",
        "x-delivery-limit": INBOX_DELIVERY_LIMIT,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": parked_queue(service),
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
    if single_active_consumer:
        arguments["x-single-active-consumer"] = True
    return arguments


def inbox_limits() -> dict[str, int]:
    """The policy of every inbox; arguments of a quorum queue could not change any more.

    A full inbox refuses: publishers get no confirm and relays wait, until the service consumes.
    """
    return {"max-length": INBOX_MAX_LENGTH, "max-length-bytes": INBOX_MAX_BYTES}


def parked_arguments() -> dict[str, Any]:
    """Quorum and nothing else: nothing is ever dropped from it."""
    return {"x-queue-type": "quorum"}


def rejected_arguments() -> dict[str, Any]:
    """Bounded, oldest dropped first, so that an unread queue never blocks a service's relay."""
    return {
        "x-queue-type": "classic",
        "x-max-length": REJECTED_MAX_LENGTH,
        "x-message-ttl": REJECTED_TTL_MS,
        "x-overflow": "drop-head",
    }


def unrouted_arguments() -> dict[str, Any]:
    """Bounded, oldest dropped first, so that a service that is down never blocks a publisher."""
    return {
        "x-queue-type": "classic",
        "x-max-length": UNROUTED_MAX_LENGTH,
        "x-overflow": "drop-head",
    }


def matches(routing_key: str, patterns: Collection[str]) -> bool:
    """Whether one of the patterns matches: each ends with a word, or with `#` for any number."""
    return any(
        routing_key.startswith(pattern[:-1]) if pattern.endswith("#") else routing_key == pattern
        for pattern in patterns
    )


def timer_type(service: str, name: str) -> str:
    """The type of the internal event that a due timer fires; it never goes over the broker."""
    return f"council.{service}.timer.{name}.v1"
