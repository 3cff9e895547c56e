"""The messages of an AsyncAPI document: what a service takes in and what it sends."""

from collections.abc import Callable, Sequence
from inspect import getdoc
from typing import Any

from chassis.contracts.outgoing import OutgoingEvent
from chassis.http.asyncapi_schemas import (
    JsonObject,
    any_headers,
    contract,
    example,
    headers,
    plain,
    schemas_of_models,
)
from chassis.inbox.registry import Inbox
from chassis.messaging.topology import EVENTS

AMQP = "0.3.0"
REJECTED = {
    "event_id": "9f3c1c9e-2f0b-4a39-9d2e-0f6d8f1b2a77",
    "event_type": "council.forms.application.received.v1",
    "event_source": "urn:council:forms",
    "reasons": [{"code": "schema", "message": "The field title is missing: send it."}],
    "overdue": False,
    "replayable": True,
}


class Messages:
    """Builds the messages of one service, and the schemas they refer to."""

    def __init__(self, service: str, inbox: Inbox, events: Sequence[type[OutgoingEvent]]) -> None:
        self._service = service
        models: list[tuple[type[Any], Any]] = [
            (handler.model, "validation") for handler in inbox.handlers.values()
        ]
        self._payloads, self.schemas = schemas_of_models(
            [*models, *((event, "serialization") for event in events)]
        )

    def received(self, event_type: str, model: type[Any]) -> JsonObject:
        """An event that the service takes in: by the contract it owns, else what it reads of it."""
        schema = contract(self._service, event_type)
        payload = plain(schema) if schema else self._payloads[model]
        title = schema.get("title") if schema else None
        message = _message(event_type, title or summary_of(model), payload, ours=False)
        examples = payload.pop("examples", []) if schema else []
        if examples:
            message["examples"] = [{"name": f"example{n}", "payload": e}
                                   for n, e in enumerate(examples, 1)]  # fmt: skip
        return message

    def fitting(self, pattern: str) -> JsonObject:
        """Whatever fits a pattern of types."""
        payload = {"type": "object", "description": "Described by the service that publishes it."}
        message = _message(pattern, f"Every event of the types {pattern}", payload, ours=True)
        return {**message, "headers": any_headers(pattern)}

    def sent(self, event: type[OutgoingEvent]) -> JsonObject:
        """An event that the service publishes."""
        payload = self._payloads[event]
        message = _message(event.event_type, summary_of(event), payload, ours=True)
        shown = example(self._service, event.event_type)
        if shown is None and event.event_type.endswith(".event.rejected.v1"):
            shown = REJECTED
        if shown is not None:
            message["examples"] = [{"name": "example", "payload": shown}]
        return message


def _message(event_type: str, summary: str, payload: JsonObject, *, ours: bool) -> JsonObject:
    return {
        "name": event_type,
        "title": event_type.removeprefix("council."),
        "summary": summary,
        "contentType": "application/json",
        "headers": headers(event_type, ours=ours),
        "payload": payload,
        "correlationId": {"location": "$message.header#/ce-correlationid"},
        "bindings": {"amqp": {"messageType": event_type, "bindingVersion": AMQP}},
    }


def summary_of(documented: type | Callable[..., Any]) -> str:
    """The first sentence of a docstring, else the name."""
    said = (getdoc(documented) or "").strip()
    return said.split("\n")[0] or getattr(documented, "__name__", "")


def exchange(name: str, kind: str) -> JsonObject:
    """The binding of a channel that is a routing key on an exchange."""
    declared = {
        "name": name,
        "type": kind,
        "durable": True,
        "autoDelete": False,
        "vhost": "council",
    }
    return {"amqp": {"is": "routingKey", "exchange": declared, "bindingVersion": AMQP}}


def queue(name: str, arguments: JsonObject, routing_keys: Sequence[str]) -> JsonObject:
    """The binding of a channel that is a queue; AsyncAPI has no place of its own for arguments."""
    declared = {
        "name": name,
        "durable": True,
        "exclusive": False,
        "autoDelete": False,
        "vhost": "council",
    }
    bound = [{"exchange": EVENTS, "routingKey": key} for key in routing_keys]
    return {
        "amqp": {"is": "queue", "queue": declared, "bindingVersion": AMQP},
        "x-queue-arguments": arguments,
        "x-queue-bindings": bound,
    }
