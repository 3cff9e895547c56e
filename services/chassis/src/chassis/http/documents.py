"""The page /docs: what the service answers over HTTP, readable without a network."""

from collections.abc import Iterator
from typing import Any

from chassis.http.html import heading, link, page, paragraph, table


def docs_page(openapi: dict[str, Any]) -> str:
    """The OpenAPI document as tables."""
    rows = sorted(_operations(openapi))
    return page(
        f"{openapi['info']['title']}: HTTP",
        paragraph(openapi["info"].get("description", "")),
        f"<p>{link('/openapi.json', 'The same for programs: openapi.json')}</p>",
        table("What it answers", ["Address", "Method", "What", "Parameters"], rows),
        *(_schema(name, schema) for name, schema in _schemas(openapi)),
    )


def _operations(openapi: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            parameters = ", ".join(_parameter(each) for each in operation.get("parameters", []))
            yield path, method.upper(), operation.get("summary", ""), parameters


def _parameter(parameter: dict[str, Any]) -> str:
    return f"{parameter['name']}{'' if parameter.get('required') else ' (optional)'}"


def _schemas(openapi: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    schemas = openapi.get("components", {}).get("schemas", {})
    return sorted(pair for pair in schemas.items() if "properties" in pair[1])


def _schema(name: str, schema: dict[str, Any]) -> str:
    rows = [
        (field, each.get("type") or each.get("format") or "", each.get("description", ""))
        for field, each in schema["properties"].items()
    ]
    return heading(name) + table(schema.get("description", name), ["Field", "Type", "What"], rows)
