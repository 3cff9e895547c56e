"""The schemas of an AsyncAPI document: payloads from contracts and models, CloudEvents headers."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import orjson
from pydantic import TypeAdapter

from chassis.contracts.package_files import folder

Mode = Literal["validation", "serialization"]
JsonObject = dict[str, Any]
TEXT: JsonObject = {"type": "string", "minLength": 1}


def contract(service: str, event_type: str) -> JsonObject | None:
    """The JSON Schema of an intake type that the service owns."""
    return _read(service, "intake", f"{event_type}.schema.json")


def example(service: str, event_type: str) -> JsonObject | None:
    """The example of a published event."""
    return _read(service, "events", f"{event_type}.json")


def _read(service: str, kind: str, name: str) -> JsonObject | None:
    try:
        path: Path = folder(service, "contracts") / kind / name
    except FileNotFoundError:
        return None
    return orjson.loads(path.read_bytes()) if path.exists() else None


def schemas_of_models(
    models: Sequence[tuple[type[Any], Mode]],
) -> tuple[dict[type[Any], JsonObject], JsonObject]:
    """A reference for each model, and the schemas that these refer to."""
    wanted = list(dict.fromkeys(models))
    found, shared = TypeAdapter.json_schemas(
        [(number, mode, TypeAdapter(model)) for number, (model, mode) in enumerate(wanted)],
        ref_template="#/components/schemas/{model}",
    )
    schemas = {name: untitled(schema) for name, schema in shared.get("$defs", {}).items()}
    references = {model: found[n, mode] for n, (model, mode) in enumerate(wanted)}
    return references, schemas


def untitled(schema: Any) -> Any:
    """A schema without the titles that only repeat its fields' names."""
    if isinstance(schema, list):
        return [untitled(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: untitled(each) for name, each in value.items()}
        if key == "properties"
        else untitled(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str))
    }


def plain(schema: JsonObject) -> JsonObject:
    """A contract as a part of a document: what identifies it as a file of its own is left out."""
    return {key: value for key, value in schema.items() if key not in {"$schema", "$id"}}


def headers(event_type: str, *, ours: bool) -> JsonObject:
    """The CloudEvents attributes of a message, in binary mode."""
    context = event_type.split(".")[1]
    properties: JsonObject = {
        "ce-id": {**TEXT, "description": "Unique with ce-source; equals the AMQP message_id."},
        "ce-source": {**TEXT, "pattern": f"^urn:council:{context}(:.+)?$"},
        "ce-specversion": {"type": "string", "const": "1.0"},
        "ce-type": {"type": "string", "const": event_type},
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
        properties["ce-aggregateversion"] = {
            "type": "string",
            "pattern": "^[1-9][0-9]*$",
            "description": "Rises by one per event of its aggregate.",
        }
        required += ["ce-aggregateversion", "ce-correlationid", "ce-dataschema"]
    return {"type": "object", "properties": properties, "required": required}


def any_headers(pattern: str) -> JsonObject:
    """The headers of whatever fits a pattern of types."""
    schema = headers(pattern, ours=True)
    schema["properties"]["ce-type"] = TEXT
    schema["properties"]["ce-source"] = TEXT
    return schema


def references(document: Any) -> Iterator[str]:
    """Every $ref in a document."""
    if isinstance(document, dict):
        if isinstance(document.get("$ref"), str):
            yield document["$ref"]
        for value in document.values():
            yield from references(value)
    elif isinstance(document, list):
        for value in document:
            yield from references(value)
