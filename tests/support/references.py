"""Follows the references of a JSON document."""

from collections.abc import Iterator
from typing import Any


def resolve_all(document: Any) -> None:
    """Raises KeyError where a reference leads nowhere."""
    for reference in _references(document):
        found = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)
