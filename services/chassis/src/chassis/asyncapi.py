"""A service's events as an AsyncAPI 3.0 document, made of what it registers, not written beside."""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from chassis.asyncapi_messages import Messages, exchange, queue, summary_of
from chassis.asyncapi_schemas import JsonObject
from chassis.inbox import Inbox
from chassis.outgoing import OutgoingEvent, rejection_of
from chassis.resources import folder
from chassis.telemetry import version_of
from chassis.topology import (
    EVENTS,
    REJECTIONS,
    inbox_arguments,
    inbox_queue,
    parked_arguments,
    parked_queue,
)

if TYPE_CHECKING:
    from chassis.service import Service


def asyncapi_document(service: "Service") -> JsonObject:
    """The document of a running service."""
    return document(service.name, service.inbox, service.events)


def described(name: str) -> JsonObject:
    """The document of a service that is installed; needs no settings and no broker."""
    inbox = import_module(f"{name}.consumers").inbox
    return document(name, inbox, import_module(f"{name}.events").EVENTS)


def document(name: str, inbox: Inbox, events: Sequence[type[OutgoingEvent]]) -> JsonObject:
    """What a service takes in and sends, with the messages' headers and the queues' arguments."""
    sent = sorted(_with_rejections(name, events), key=lambda event: event.event_type)
    messages = Messages(name, inbox, sent)
    received = {kind: messages.received(kind, inbox.handlers[kind].model)
                for kind in sorted(inbox.handlers)}  # fmt: skip
    received |= {_id(pattern): messages.fitting(pattern) for pattern in inbox.group_patterns}
    published = {event.event_type: messages.sent(event) for event in sent}
    return {
        "asyncapi": "3.0.0",
        "info": _info(name),
        "defaultContentType": "application/json",
        "servers": {"bus": _server()},
        "channels": {**_queues(name, inbox, list(received)), **_routes(name, list(published))},
        "operations": {**_receiving(name, inbox, received), **_sending(name, list(published))},
        "components": {
            "messages": {**received, **published},
            "schemas": messages.schemas,
            "securitySchemes": {"user": {"type": "userPassword"}},
        },
    }


def _with_rejections(name: str, events: Sequence[type[OutgoingEvent]]) -> list[type[OutgoingEvent]]:
    """Owning an intake contract is announcing its rejections."""
    rejection = rejection_of(name)
    others = [event for event in events if event.event_type != rejection.event_type]
    try:
        owns = any((folder(name, "contracts") / "intake").glob("*.schema.json"))
    except FileNotFoundError:
        owns = False
    return [*others, rejection] if owns else others


def _info(name: str) -> JsonObject:
    return {
        "title": f"Attain: {name}",
        "version": version_of(name),
        "description": (
            f"The events of the {name} service: CloudEvents 1.0 in binary mode on RabbitMQ. "
            "Structured mode (application/cloudevents+json) is taken in as well. "
            "An event is published at least once and takes effect once."
        ),
    }


def _server() -> JsonObject:
    return {
        "host": "{host}:{port}",
        "pathname": "/council",
        "protocol": "amqp",
        "protocolVersion": "0.9.1",
        "description": "The council's bus; one user per service and per publishing system.",
        "variables": {"host": {"default": "localhost"}, "port": {"default": "5672"}},
        "security": [{"$ref": "#/components/securitySchemes/user"}],
        "bindings": {"amqp": {}},
    }


def _queues(name: str, inbox: Inbox, received: Sequence[str]) -> JsonObject:
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
    return {_id(inbox_queue(name)): taken_in, _id(parked_queue(name)): parked}


def _routes(name: str, published: Sequence[str]) -> JsonObject:
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


def _receiving(name: str, inbox: Inbox, received: JsonObject) -> JsonObject:
    channel = f"#/channels/{_id(inbox_queue(name))}"
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


def _sending(name: str, published: Sequence[str]) -> JsonObject:
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


def _id(name: str) -> str:
    """A name that may be a key of a document: patterns hold characters that may not."""
    return name.replace("#", "any").replace("*", "one")
