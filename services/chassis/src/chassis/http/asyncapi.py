"""A service's events as an AsyncAPI 3.0 document, made from its inbox and its event classes."""

from collections.abc import Callable, Sequence
from importlib import import_module
from inspect import getdoc
from typing import TYPE_CHECKING, Any, Literal

from pydantic import TypeAdapter

from chassis.contracts.outgoing import OutgoingEvent, rejection_of
from chassis.contracts.package_files import contract_file, package_folder
from chassis.inbox.registry import Inbox
from chassis.messaging import topology
from chassis.telemetry.tracing import version_of

if TYPE_CHECKING:
    from chassis.service import Service

JsonObject = dict[str, Any]
Model = tuple[type[Any], Literal["validation", "serialization"]]
AMQP = "0.3.0"
TEXT: JsonObject = {"type": "string", "minLength": 1}
REJECTED_EXAMPLE = {
    "event_id": "9f3c1c9e-2f0b-4a39-9d2e-0f6d8f1b2a77",
    "event_type": "council.forms.application.received.v1",
    "event_source": "urn:council:forms",
    "event_subject": "FORM-2025-0102",
    "key": "fcda7186f6b41f36908e98b62df75d14ec6fe437695c07dd5ea77792bb70a1a5",
    "reasons": [{"code": "schema", "message": "The field title is missing: send it."}],
    "overdue": False,
    "replayable": True,
}


# The document


def asyncapi_document(service: "Service") -> JsonObject:
    """The document of a running service."""
    return _document(service.name, service.inbox, service.events)


def described(name: str) -> JsonObject:
    """The document of an installed service; needs no settings and no broker."""
    inbox = import_module(f"{name}.consumers").inbox
    return _document(name, inbox, import_module(f"{name}.events").EVENTS)


def _document(name: str, inbox: Inbox, events: Sequence[type[OutgoingEvent]]) -> JsonObject:
    sent = sorted(_with_rejections(name, events), key=lambda event: event.event_type)
    payloads, schemas = _schemas(inbox, sent)
    received = _received(name, inbox, payloads)
    published = {event.event_type: _sent(name, event, payloads[event]) for event in sent}
    return {
        "asyncapi": "3.0.0",
        "info": _info(name),
        "defaultContentType": "application/json",
        "servers": {"bus": _server()},
        "channels": {**_queues(name, inbox, list(received)), **_routes(name, list(published))},
        "operations": {**_receiving(name, inbox, received), **_sending(name, list(published))},
        "components": {
            "messages": {**received, **published},
            "schemas": schemas,
            "securitySchemes": {"user": {"type": "userPassword"}},
        },
    }


def _with_rejections(name: str, events: Sequence[type[OutgoingEvent]]) -> list[type[OutgoingEvent]]:
    """A service that owns an intake contract also publishes rejections."""
    rejection = rejection_of(name)
    others = [event for event in events if event.event_type != rejection.event_type]
    owns = any((package_folder(name, "contracts") / "intake").glob("*.schema.json"))
    return [*others, rejection] if owns else others


def _info(name: str) -> JsonObject:
    return {
        "title": f"Attain: {name}",
        "version": version_of(name),
        "description": (
            f"The events of the {name} service: CloudEvents 1.0 in binary mode on RabbitMQ. "
            "The service also reads structured mode (application/cloudevents+json). "
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


# Channels: the queues that a service consumes, the routing keys that it publishes with


def _queues(name: str, inbox: Inbox, received: Sequence[str]) -> JsonObject:
    arguments = topology.inbox_arguments(name, single_active_consumer=inbox.group is not None)
    parked = topology.parked_queue(name)
    channels: JsonObject = {}
    for queue, types in topology.inbox_queues(name, inbox.types).items():
        own = [kind for kind in received if topology.inbox_queue_of(name, kind) == queue]
        channels[_key(queue)] = {
            "address": queue,
            "description": "A queue that the service consumes. A message whose handling kills "
            "the process twenty times is parked.",
            "messages": _references(own),
            "bindings": _queue(queue, arguments, types),
        }
    channels[_key(parked)] = {
        "address": parked,
        "description": "Messages that killed the process again and again. The service moves "
        "them into its inbox table.",
        "messages": _references(received),
        "bindings": _queue(parked, topology.parked_arguments(), []),
    }
    return channels


def _queue(name: str, arguments: JsonObject, routing_keys: Sequence[str]) -> JsonObject:
    """The binding of a queue; AsyncAPI has no field for its arguments."""
    declared = {"name": name, "durable": True, "exclusive": False}
    declared |= {"autoDelete": False, "vhost": "council"}
    bound = [{"exchange": topology.EVENTS, "routingKey": key} for key in routing_keys]
    return {
        "amqp": {"is": "queue", "queue": declared, "bindingVersion": AMQP},
        "x-queue-arguments": arguments,
        "x-queue-bindings": bound,
    }


def _routes(name: str, published: Sequence[str]) -> JsonObject:
    routes: JsonObject = {kind: _route(kind, kind, topology.EVENTS, "topic") for kind in published}
    rejection = rejection_of(name).event_type
    if rejection in routes:
        context = "The second word of the rejected event's type, such as forms."
        routes["rejections"] = {
            **_route(rejection, "{context}", topology.REJECTIONS, "direct"),
            "parameters": {"context": {"description": context}},
        }
    return routes


def _route(kind: str, address: str, exchange: str, exchange_type: str) -> JsonObject:
    declared = {"name": exchange, "type": exchange_type, "durable": True}
    declared |= {"autoDelete": False, "vhost": "council"}
    return {
        "address": address,
        "messages": _references([kind]),
        "bindings": {"amqp": {"is": "routingKey", "exchange": declared, "bindingVersion": AMQP}},
    }


def _references(kinds: Sequence[str]) -> JsonObject:
    return {kind: {"$ref": f"#/components/messages/{kind}"} for kind in kinds}


# Operations: one for each type that the service receives or sends


def _receiving(name: str, inbox: Inbox, received: JsonObject) -> JsonObject:
    functions: dict[str, Any] = {kind: each.function for kind, each in inbox.handlers.items()}
    operations: JsonObject = {}
    for kind, message in received.items():
        channel = f"#/channels/{_key(topology.inbox_queue_of(name, kind))}"
        operations[f"receive.{kind}"] = {
            "action": "receive",
            "channel": {"$ref": channel},
            "summary": _summary(functions[kind]) if kind in functions else message["summary"],
            "messages": [{"$ref": f"{channel}/messages/{kind}"}],
            "bindings": {"amqp": {"ack": True, "bindingVersion": AMQP}},
        }
    return operations


def _sending(name: str, published: Sequence[str]) -> JsonObject:
    rejection = rejection_of(name).event_type
    channels = [(kind, kind) for kind in published]
    channels += [("rejections", rejection)] if rejection in published else []
    return {
        f"send.{channel}": {
            "action": "send",
            "channel": {"$ref": f"#/channels/{channel}"},
            "messages": [{"$ref": f"#/channels/{channel}/messages/{kind}"}],
            "bindings": {"amqp": {"deliveryMode": 2, "bindingVersion": AMQP}},
        }
        for channel, kind in channels
    }


# Messages: headers, payload and examples of each type


def _received(
    name: str, inbox: Inbox, payloads: dict[type[Any], JsonObject]
) -> dict[str, JsonObject]:
    messages = {
        kind: _incoming(name, kind, inbox.handlers[kind].model, payloads)
        for kind in sorted(inbox.handlers)
    }
    for pattern in inbox.group_patterns:
        messages[_key(pattern)] = _fitting(pattern)
    return messages


def _incoming(
    name: str, kind: str, model: type[Any], payloads: dict[type[Any], JsonObject]
) -> JsonObject:
    """Described by the contract where the service owns the type, else by the handler's model."""
    contract = contract_file(name, "intake", f"{kind}.schema.json")
    if contract is None:
        return _message(kind, _summary(model), payloads[model], ours=False)
    examples = contract.get("examples", [])
    left_out = {"$schema", "$id", "examples"}
    payload = {key: value for key, value in contract.items() if key not in left_out}
    message = _message(kind, contract.get("title") or _summary(model), payload, ours=False)
    if examples:
        named = enumerate(examples, 1)
        message["examples"] = [{"name": f"example{n}", "payload": each} for n, each in named]
    return message


def _fitting(pattern: str) -> JsonObject:
    """Every event whose type fits a pattern."""
    payload = {"type": "object", "description": "Described by the service that publishes it."}
    message = _message(pattern, f"Every event of the types {pattern}", payload, ours=True)
    message["headers"]["properties"] |= {"ce-type": TEXT, "ce-source": TEXT}
    return message


def _sent(name: str, event: type[OutgoingEvent], payload: JsonObject) -> JsonObject:
    message = _message(event.event_type, _summary(event), payload, ours=True)
    example = contract_file(name, "events", f"{event.event_type}.json")
    if example is None and event.event_type == rejection_of(name).event_type:
        example = REJECTED_EXAMPLE
    if example is not None:
        message["examples"] = [{"name": "example", "payload": example}]
    return message


def _message(kind: str, summary: str, payload: JsonObject, *, ours: bool) -> JsonObject:
    return {
        "name": kind,
        "title": kind.removeprefix("council."),
        "summary": summary,
        "contentType": "application/json",
        "headers": _headers(kind, ours=ours),
        "payload": payload,
        "correlationId": {"location": "$message.header#/ce-correlationid"},
        "bindings": {"amqp": {"messageType": kind, "bindingVersion": AMQP}},
    }


def _headers(kind: str, *, ours: bool) -> JsonObject:
    """The CloudEvents attributes of a message in binary mode."""
    context = kind.split(".")[1]
    properties: JsonObject = {
        "ce-id": {**TEXT, "description": "Unique with ce-source; equals the AMQP message_id."},
        "ce-source": {**TEXT, "pattern": f"^urn:council:{context}(:.+)?$"},
        "ce-specversion": {"type": "string", "const": "1.0"},
        "ce-type": {"type": "string", "const": kind},
        "ce-subject": TEXT,
        "ce-time": {"type": "string", "format": "date-time"},
        "ce-correlationid": {**TEXT, "description": "The same in all events of one aggregate."},
        "ce-causationid": {**TEXT, "description": "The id of the event that caused this one."},
        "ce-traceparent": {**TEXT, "description": "W3C trace context."},
        "ce-tracestate": {"type": "string"},
        "ce-dataschema": TEXT,
    }
    required = ["ce-id", "ce-source", "ce-specversion", "ce-type", "ce-subject", "ce-time"]
    if ours:
        plain = "The same trace for OpenTelemetry's instrumentations."
        properties |= {"traceparent": {**TEXT, "description": plain}, "tracestate": TEXT}
        properties["ce-aggregateversion"] = {
            "type": "string",
            "pattern": "^[1-9][0-9]*$",
            "description": "Rises by one per event of its aggregate.",
        }
        required += ["ce-aggregateversion", "ce-correlationid", "ce-dataschema"]
    return {"type": "object", "properties": properties, "required": required}


# Schemas


def _schemas(
    inbox: Inbox, events: Sequence[type[OutgoingEvent]]
) -> tuple[dict[type[Any], JsonObject], JsonObject]:
    """A reference for each model, and the schemas that these refer to."""
    models: list[Model] = [(handler.model, "validation") for handler in inbox.handlers.values()]
    models = list(dict.fromkeys([*models, *((event, "serialization") for event in events)]))
    found, shared = TypeAdapter.json_schemas(
        [(n, mode, TypeAdapter(model)) for n, (model, mode) in enumerate(models)],
        ref_template="#/components/schemas/{model}",
    )
    schemas = {name: _untitled(schema) for name, schema in shared.get("$defs", {}).items()}
    references = {model: found[n, mode] for n, (model, mode) in enumerate(models)}
    return references, schemas


def _untitled(schema: Any) -> Any:
    """A schema without the titles that only repeat its fields' names."""
    if isinstance(schema, list):
        return [_untitled(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: _untitled(each) for name, each in value.items()}
        if key == "properties"
        else _untitled(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }


def _summary(documented: type | Callable[..., Any]) -> str:
    """The first line of a docstring, else the name."""
    text = (getdoc(documented) or "").strip()
    return text.split("\n")[0] or getattr(documented, "__name__", "")


def _key(name: str) -> str:
    """A name as a key of the document, which may hold neither # nor *."""
    return name.replace("#", "any").replace("*", "one")
