"""The page /asyncapi: the events that a service takes in and sends, readable without a network."""

from html import escape

import orjson

from chassis.http.asyncapi_schemas import JsonObject
from chassis.http.html import heading, link, page, paragraph, table


def asyncapi_page(document: JsonObject) -> str:
    """The AsyncAPI document for people."""
    return page(
        f"{document['info']['title']}: events",
        paragraph(document["info"]["description"]),
        f"<p>{link('/asyncapi.json', 'The same for programs: asyncapi.json')}</p>",
        _operations(document),
        _queues(document),
        heading("Messages"),
        *(_message(message) for _, message in sorted(document["components"]["messages"].items())),
    )


def _operations(document: JsonObject) -> str:
    rows = [
        (operation["action"], _address(document, operation), name.partition(".")[2])
        for name, operation in document["operations"].items()
    ]
    return table("What it takes in and sends", ["Action", "Address", "Message"], sorted(rows))


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
    payload, headers = message["payload"], message["headers"]
    shown = [_json("Example", example["payload"]) for example in message.get("examples", [])]
    return "".join(
        [
            heading(message["name"], 3),
            paragraph(message["summary"]),
            _json("Headers", headers["properties"]),
            _json("Payload", payload),
            *shown,
        ]
    )


def _json(title: str, value: JsonObject) -> str:
    text = orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    return f"<details><summary>{escape(title)}</summary><pre>{escape(text)}</pre></details>"
