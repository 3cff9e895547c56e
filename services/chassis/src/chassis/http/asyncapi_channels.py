"""The channels and operations of an AsyncAPI document: queues, routing keys, and their messages."""

from collections.abc import Sequence
from typing import Any

from chassis.http.asyncapi_messages import exchange, queue, summary_of
from chassis.http.asyncapi_schemas import JsonObject
from chassis.inbox.registry import Inbox
from chassis.messaging.topology import (
    EVENTS,
    REJECTIONS,
    inbox_arguments,
    inbox_queue,
    parked_arguments,
    parked_queue,
)


def queues(name: str, inbox: Inbox, received: Sequence[str]) -> JsonObject:
    """The queues that the service consumes, with the arguments they are declared with."""
    arguments = inbox_arguments(name, single_active_consumer=inbox.group is not None)
    taken_in: JsonObject = {
        "address": inbox_queue(name),
        "description": "What the service consumes; after twenty deaths a message is parked.",
        "messages": {kind: {"$ref": f"#/components/messages/{kind}"} for kind in received},
        "bindings": queue(inbox_queue(name), arguments, inbox.types),
    }
    parked = {
        "address": parked_queue(name),
        "description": "What killed the process again and again; moved into the inbox table.",
        "messages": taken_in["messages"],
        "bindings": queue(parked_queue(name), parked_arguments(), []),
    }
    return {key_of(inbox_queue(name)): taken_in, key_of(parked_queue(name)): parked}


def routes(name: str, published: Sequence[str]) -> JsonObject:
    """Where its events go: a routing key each, and the way back to a publisher."""
    routes: JsonObject = {kind: _route(kind, kind, EVENTS, "topic") for kind in published}
    rejection = f"council.{name}.event.rejected.v1"
    if rejection in routes:
        address = "{context}"
        told = _route(rejection, address, REJECTIONS, "direct")
        said = "The second word of the rejected event's type, such as forms."
        routes["rejections"] = {**told, "parameters": {"context": {"description": said}}}
    return routes


def _route(kind: str, address: str, name: str, exchange_type: str) -> JsonObject:
    return {
        "address": address,
        "messages": {kind: {"$ref": f"#/components/messages/{kind}"}},
        "bindings": exchange(name, exchange_type),
    }


def receiving(name: str, inbox: Inbox, received: JsonObject) -> JsonObject:
    """One operation per type taken in; all come off one queue."""
    channel = f"#/channels/{key_of(inbox_queue(name))}"
    functions: dict[str, Any] = {kind: each.function for kind, each in inbox.handlers.items()}
    return {
        f"receive.{kind}": {
            "action": "receive",
            "channel": {"$ref": channel},
            "summary": summary_of(functions[kind]) if kind in functions else message["summary"],
            "messages": [{"$ref": f"{channel}/messages/{kind}"}],
            "bindings": {"amqp": {"ack": True, "bindingVersion": "0.3.0"}},
        }
        for kind, message in received.items()
    }


def sending(name: str, published: Sequence[str]) -> JsonObject:
    """One operation per type sent."""
    rejection = f"council.{name}.event.rejected.v1"
    channels = [(kind, kind) for kind in published]
    channels += [("rejections", rejection)] if rejection in published else []
    return {
        f"send.{channel}": {
            "action": "send",
            "channel": {"$ref": f"#/channels/{channel}"},
            "messages": [{"$ref": f"#/channels/{channel}/messages/{kind}"}],
            "bindings": {"amqp": {"deliveryMode": 2, "bindingVersion": "0.3.0"}},
        }
        for channel, kind in channels
    }


def key_of(name: str) -> str:
    """A name that may be a key of a document: patterns hold characters that may not."""
    return name.replace("#", "any").replace("*", "one")
