"""Everything on the broker, declared once: exchanges, queues, bindings, users and who may what."""

import importlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attain.topology_users import (
    OPERATOR,
    SERVICES,
    SYSTEMS,
    USERS,
    password_hash,
    permission,
    topic_permission,
    user,
)
from chassis.messaging import topology as names

SINGLE_WRITERS = frozenset({"reporting"})

Declared = dict[str, Any]


def consumed(service: str) -> list[str]:
    """The routing patterns that a service's inbox is bound to."""
    consumers = importlib.import_module(f"{service}.consumers")
    return sorted(consumers.inbox.types)


def definitions(
    passwords: Mapping[str, str] | None = None, *, vhost: str = names.VHOST
) -> dict[str, Any]:
    """The whole topology as RabbitMQ's definitions; without passwords nobody can log in."""
    return {
        "vhosts": [{"name": vhost}],
        "users": [user(name, passwords) for name in USERS],
        "permissions": [{"vhost": vhost, **permission(name)} for name in USERS],
        "topic_permissions": [
            {"vhost": vhost, **topic_permission(name)} for name in (*SERVICES, *SYSTEMS)
        ],
        "parameters": [],
        "policies": [],
        "exchanges": [{"vhost": vhost, **exchange} for exchange in exchanges()],
        "queues": [{"vhost": vhost, **queue} for queue in queues()],
        "bindings": [{"vhost": vhost, **binding} for binding in bindings()],
    }


def exchanges() -> list[Declared]:
    """Where events, rejections and what nobody listens to go."""
    return [
        _exchange(names.EVENTS, "topic", {"alternate-exchange": names.UNROUTED}),
        _exchange(names.REJECTIONS, "direct"),
        _exchange(names.UNROUTED, "fanout"),
    ]


def queues() -> list[Declared]:
    """An inbox and a parked queue per service, a queue of rejections per publishing system."""
    declared = [_queue(names.UNROUTED, names.unrouted_arguments())]
    for service in SERVICES:
        alone = service in SINGLE_WRITERS
        inbox = names.inbox_arguments(service, single_active_consumer=alone)
        declared.append(_queue(names.inbox_queue(service), inbox))
        declared.append(_queue(names.parked_queue(service), names.parked_arguments()))
    rejected = names.rejected_arguments()
    return declared + [_queue(names.rejected_queue(system), rejected) for system in SYSTEMS]


def bindings() -> list[Declared]:
    """What each queue receives."""
    declared = [_binding(names.UNROUTED, names.UNROUTED, "")]
    for service in SERVICES:
        inbox = names.inbox_queue(service)
        declared += [_binding(names.EVENTS, inbox, pattern) for pattern in consumed(service)]
    declared += [
        _binding(names.REJECTIONS, names.rejected_queue(system), system) for system in SYSTEMS
    ]
    return declared


def rendered() -> str:
    """The text of deploy/rabbitmq/definitions.json."""
    return json.dumps(definitions(), indent=2) + "\n"


def write(path: Path) -> None:
    """Keeps the file in step with the code."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(rendered())


def _exchange(name: str, kind: str, arguments: Declared | None = None) -> Declared:
    return {
        "name": name,
        "type": kind,
        "durable": True,
        "auto_delete": False,
        "internal": False,
        "arguments": arguments or {},
    }


def _queue(name: str, arguments: Declared) -> Declared:
    return {"name": name, "durable": True, "auto_delete": False, "arguments": arguments}


def _binding(source: str, queue: str, routing_key: str) -> Declared:
    return {
        "source": source,
        "destination": queue,
        "destination_type": "queue",
        "routing_key": routing_key,
        "arguments": {},
    }


__all__ = ["OPERATOR", "SERVICES", "SYSTEMS", "USERS", "password_hash"]
