"""The whole topology as RabbitMQ's definitions: exchanges, queues, bindings, users, permissions."""

import base64
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from chassis.messaging import topology
from chassis.messaging.topology import OPERATOR, SERVICES, SYSTEMS, USERS

Declared = dict[str, Any]
Handled = Mapping[str, Sequence[str]]


def definitions(
    passwords: Mapping[str, str] | None = None,
    *,
    vhost: str = topology.VHOST,
    handled: Handled | None = None,
) -> Declared:
    """Everything that RabbitMQ loads; without passwords nobody can log in."""
    return {
        "vhosts": [{"name": vhost}],
        "users": [_user(name, passwords) for name in USERS],
        "permissions": [{"vhost": vhost, **_permission(name)} for name in USERS],
        "topic_permissions": [
            {"vhost": vhost, **_topic_permission(name)} for name in (*SERVICES, *SYSTEMS)
        ],
        "parameters": [],
        "policies": [{"vhost": vhost, **policy} for policy in policies()],
        "exchanges": [{"vhost": vhost, **exchange} for exchange in exchanges()],
        "queues": [{"vhost": vhost, **queue} for queue in queues(handled)],
        "bindings": [{"vhost": vhost, **binding} for binding in bindings(handled)],
    }


def exchanges() -> list[Declared]:
    """One for events, one for rejections, one for events that no queue is bound to."""
    return [
        _exchange(topology.EVENTS, "topic", {"alternate-exchange": topology.UNROUTED}),
        _exchange(topology.REJECTIONS, "direct"),
        _exchange(topology.UNROUTED, "fanout"),
    ]


def queues(handled: Handled | None = None) -> list[Declared]:
    """Of each service its inboxes, parked and unrouted. One of rejections for each system."""
    types = topology.handled_types() if handled is None else handled
    declared = []
    for service in SERVICES:
        is_alone = service in topology.SINGLE_WRITERS
        arguments = topology.inbox_arguments(service, single_active_consumer=is_alone)
        inboxes = topology.inbox_queues(service, types[service])
        declared += [_queue(inbox, arguments) for inbox in inboxes]
        declared += [
            _queue(topology.parked_queue(service), topology.parked_arguments()),
            _queue(topology.unrouted_queue(service), topology.unrouted_arguments()),
        ]
    rejected = topology.rejected_arguments()
    return declared + [_queue(topology.rejected_queue(system), rejected) for system in SYSTEMS]


def bindings(handled: Handled | None = None) -> list[Declared]:
    """Which events each queue receives; `handled` defaults to the file that is kept with it."""
    types = topology.handled_types() if handled is None else handled
    declared = []
    for service in SERVICES:
        for inbox, patterns in topology.inbox_queues(service, types[service]).items():
            declared += [_binding(topology.EVENTS, inbox, pattern) for pattern in patterns]
        declared.append(_binding(topology.UNROUTED, topology.unrouted_queue(service), ""))
    rejections = [
        _binding(topology.REJECTIONS, topology.rejected_queue(system), system) for system in SYSTEMS
    ]
    return declared + rejections


def policies() -> list[Declared]:
    """The limits that an operator may change while the queues exist."""
    return [
        {
            "name": "inbox-limits",
            "pattern": r"^[a-z]+\.inbox(\.[a-z]+)?$",
            "apply-to": "queues",
            "priority": 0,
            "definition": topology.inbox_limits(),
        }
    ]


def password_hash(password: str) -> str:
    """As RabbitMQ stores it: a salt of four bytes, then SHA-256 of salt and password."""
    salt = secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def _user(name: str, passwords: Mapping[str, str] | None) -> Declared:
    return {
        "name": name,
        "password_hash": password_hash(passwords[name]) if passwords else "",
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": ["monitoring"] if name == OPERATOR else [],
        "limits": _limits(name),
    }


def _limits(user: str) -> Declared:
    """A publishing system's connections and channels are limited: it cannot use up the broker's."""
    if user not in SYSTEMS:
        return {}
    return {
        "max-connections": topology.PUBLISHER_MAX_CONNECTIONS,
        "max-channels": topology.PUBLISHER_MAX_CHANNELS,
    }


def _permission(user: str) -> Declared:
    """Services and publishing systems configure nothing, and read their own queues only.

    The queue `council.unrouted` of earlier releases belongs to every service.
    """
    if user == OPERATOR:
        return {"user": user, "configure": ".*", "write": ".*", "read": ".*"}
    if user in SERVICES:
        write, read = (
            r"(events|rejections)",
            rf"({user}\.(inbox(\.[a-z]+)?|parked|unrouted)|council\.unrouted)",
        )
    else:
        write, read = "events", rf"{user}\.rejected"
    return {
        "user": user,
        "configure": "^$",
        "write": rf"^council\.{write}$",
        "read": rf"^{read}$",
    }


def _topic_permission(user: str) -> Declared:
    """A publisher may use the routing keys of its own context and no others."""
    return {
        "user": user,
        "exchange": topology.EVENTS,
        "write": rf"^council\.{user}\.[^.]+\..+$",
        "read": "^$",
    }


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
