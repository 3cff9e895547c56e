"""A service's events as an AsyncAPI 3.0 document, made of what it registers, not written beside."""

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from chassis.contracts.outgoing import OutgoingEvent, rejection_of
from chassis.contracts.package_files import folder
from chassis.http.asyncapi_channels import key_of, queues, receiving, routes, sending
from chassis.http.asyncapi_messages import Messages
from chassis.http.asyncapi_schemas import JsonObject
from chassis.inbox.registry import Inbox
from chassis.telemetry.tracing import version_of

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
    received |= {key_of(pattern): messages.fitting(pattern) for pattern in inbox.group_patterns}
    published = {event.event_type: messages.sent(event) for event in sent}
    return {
        "asyncapi": "3.0.0",
        "info": _info(name),
        "defaultContentType": "application/json",
        "servers": {"bus": _server()},
        "channels": {**queues(name, inbox, list(received)), **routes(name, list(published))},
        "operations": {**receiving(name, inbox, received), **sending(name, list(published))},
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
