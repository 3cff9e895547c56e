"""The names and arguments of everything on the bus that every service relies on."""

from typing import Any

VHOST = "council"
EVENTS = "council.events"
UNROUTED = "council.unrouted"
REJECTIONS = "council.rejections"

INBOX_DELIVERY_LIMIT = 20
UNROUTED_MAX_LENGTH = 10_000
REJECTED_MAX_LENGTH = 10_000
REJECTED_TTL_MS = 14 * 24 * 3600 * 1000


def inbox_queue(service: str) -> str:
    """The queue that a service consumes."""
    return f"{service}.inbox"


def parked_queue(service: str) -> str:
    """The queue where the broker puts what killed a service's process again and again."""
    return f"{service}.parked"


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


def parked_arguments() -> dict[str, Any]:
    """Quorum and nothing else: nothing is ever dropped from it."""
    return {"x-queue-type": "quorum"}


def rejected_arguments() -> dict[str, Any]:
    """Bounded, oldest dropped first, so that an unread queue never blocks our relay."""
    return {
        "x-queue-type": "classic",
        "x-max-length": REJECTED_MAX_LENGTH,
        "x-message-ttl": REJECTED_TTL_MS,
        "x-overflow": "drop-head",
    }


def unrouted_arguments() -> dict[str, Any]:
    """Bounded: it shows that nobody listens, it does not store."""
    return {
        "x-queue-type": "classic",
        "x-max-length": UNROUTED_MAX_LENGTH,
        "x-overflow": "drop-head",
    }


def timer_type(service: str, name: str) -> str:
    """The type of the internal event that a due timer fires; it never goes over the broker."""
    return f"council.{service}.timer.{name}.v1"
