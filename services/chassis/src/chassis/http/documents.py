"""The pages /, /docs and /asyncapi: what the service has, its endpoints and its events."""

from collections.abc import Iterator
from html import escape
from typing import Any

import orjson

from chassis.http.html import PAGES, heading, link, links, page, paragraph, table

JsonObject = dict[str, Any]


def first_page(openapi: JsonObject) -> str:
    """Links to the pages of the service and to those of its queries that need no reference."""
    own = {
        path: operation["get"].get("summary", path)
        for path, operation in openapi["paths"].items()
        if "get" in operation and "{" not in path and path not in PAGES
    }
    return page(
        openapi["info"]["title"],
        paragraph(openapi["info"].get("description", "")),
        heading("Pages") + links({path: PAGES[path] for path in PAGES if path != "/"}),
        heading("Queries") + links(own),
    )


def docs_page(openapi: JsonObject) -> str:
    """The OpenAPI document as tables."""
    rows = sorted(_endpoints(openapi))
    return page(
        f"{openapi['info']['title']}: endpoints",
        paragraph(openapi["info"].get("description", "")),
        f"<p>{link('/openapi.json', 'Download openapi.json')}</p>",
        table("Endpoints", ["Address", "Method", "What it does", "Parameters"], rows),
        *(_schema(name, schema) for name, schema in _schemas(openapi)),
    )


def _endpoints(openapi: JsonObject) -> Iterator[tuple[str, str, str, str]]:
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            parameters = ", ".join(_parameter(each) for each in operation.get("parameters", []))
            yield path, method.upper(), operation.get("summary", ""), parameters


def _parameter(parameter: JsonObject) -> str:
    return f"{parameter['name']}{'' if parameter.get('required') else ' (optional)'}"


def _schemas(openapi: JsonObject) -> list[tuple[str, JsonObject]]:
    schemas = openapi.get("components", {}).get("schemas", {})
    return sorted(pair for pair in schemas.items() if "properties" in pair[1])


def _schema(name: str, schema: JsonObject) -> str:
    rows = [
        (field, each.get("type") or each.get("format") or "", each.get("description", ""))
        for field, each in schema["properties"].items()
    ]
    heads = ["Field", "Type", "Description"]
    return heading(name) + table(schema.get("description", name), heads, rows)


def asyncapi_page(document: JsonObject) -> str:
    """The AsyncAPI document as tables and schemas."""
    messages = sorted(document["components"]["messages"].items())
    return page(
        f"{document['info']['title']}: events",
        paragraph(document["info"]["description"]),
        f"<p>{link('/asyncapi.json', 'Download asyncapi.json')}</p>",
        _operations(document),
        _queues(document),
        heading("Messages"),
        *(_message(message) for _, message in messages),
    )


def _operations(document: JsonObject) -> str:
    rows = [
        (operation["action"], _address(document, operation), name.partition(".")[2])
        for name, operation in document["operations"].items()
    ]
    return table("Events received and sent", ["Action", "Address", "Message"], sorted(rows))


def _address(document: JsonObject, operation: JsonObject) -> str:
    channel = operation["channel"]["$ref"].removeprefix("#/channels/")
    return str(document["channels"][channel]["address"])


def _queues(document: JsonObject) -> str:
    rows = [
        (channel["address"], name, value)
        for channel in document["channels"].values()
        for name, value in channel["bindings"].get("x-queue-arguments", {}).items()
    ]
    return table("Queues and their arguments", ["Queue", "Argument", "Value"], rows)


def _message(message: JsonObject) -> str:
    examples = [_json("Example", example["payload"]) for example in message.get("examples", [])]
    return "".join(
        [
            heading(message["name"], 3),
            paragraph(message["summary"]),
            _json("Headers", message["headers"]["properties"]),
            _json("Payload", message["payload"]),
            *examples,
        ]
    )


def _json(title: str, value: JsonObject) -> str:
    text = orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    return f"<details><summary>{escape(title)}</summary><pre>{escape(text)}</pre></details>"
