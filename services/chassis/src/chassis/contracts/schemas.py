"""Checks an event's data against the JSON Schema of its type, and names each field that fails."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

from chassis.contracts.event import Reason
from chassis.contracts.package_files import package_folder

MAX_REASONS = 20
MAX_INTEGER = 2**31 - 1
YEARS = range(1900, 2200)  # beyond them a day more, or London's clock, may not exist
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SENTENCES = {
    "required": "is missing: send it",
    "type": "must be {types}",
    "enum": "must be one of {options}",
    "oneLine": "must be one line of text, without control characters",
    "pattern": "must match {pattern}",
    "format": "must be a valid {format}{example}",
    "minLength": "must have at least {limit} characters",
    "maxLength": "must have at most {limit} characters",
    "minimum": "must be at least {limit}",
    "maximum": "must be at most {limit}",
    "minItems": "must have at least {limit} entries",
    "maxItems": "must have at most {limit} entries",
}
_ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
_FROM_TO = f"of the years {YEARS[0]} to {YEARS[-1]}"
_EXAMPLES = {
    "date": f" {_FROM_TO}, such as 2026-10-16",
    "date-time": f" {_FROM_TO} with an offset, such as 2026-10-16T12:00:00+01:00",
    "email": " address",
}


def is_instant(text: str) -> bool:
    """An RFC 3339 time with an offset, on a day that exists."""
    return bool(_INSTANT.fullmatch(text)) and _in_years(datetime.fromisoformat, text.upper())


def is_day(text: str) -> bool:
    """A day that exists."""
    return bool(_DAY.fullmatch(text)) and _in_years(date.fromisoformat, text)


def _in_years(read: Callable[[str], date], text: str) -> bool:
    try:
        return read(text).year in YEARS
    except ValueError:
        return False


_FORMATS = {"date": is_day, "date-time": is_instant}


class IntakeContracts:
    """The JSON Schemas in a service's contracts/intake, by event type; owning is having one."""

    def __init__(self, service: str) -> None:
        self._validators = {
            _type_of(path): _validator(path)
            for path in sorted(
                (package_folder(service, "contracts") / "intake").glob("*.schema.json")
            )
        }

    def owns(self, event_type: str) -> bool:
        """Whether this service tells the publishers of this type about rejections."""
        return event_type in self._validators

    def reasons(self, event_type: str, data: Any) -> list[Reason]:
        """What the payload breaks, naming each field; empty where it keeps the contract."""
        validator = self._validators.get(event_type)
        if validator is None or validator.is_valid(data):
            return []
        return [_reason(error) for error in _leaves(validator.iter_errors(data))][:MAX_REASONS]


def _type_of(path: Path) -> str:
    return path.name.removesuffix(".schema.json")


@cache
def _validator(path: Path) -> jsonschema_rs.Validator:
    schema = _bounded(orjson.loads(path.read_bytes()))
    return jsonschema_rs.Draft202012Validator(
        schema, validate_formats=True, formats=_FORMATS, mask="…"
    )


def _bounded(schema: Any) -> Any:
    """Where a contract sets a whole number no bound, our columns do."""
    if isinstance(schema, list):
        return [_bounded(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    bound = {"maximum": MAX_INTEGER} if schema.get("type") == "integer" else {}
    return bound | {name: _bounded(inner) for name, inner in schema.items()}


def _leaves(errors: Iterable[jsonschema_rs.ValidationError]) -> Iterator[Any]:
    """Each error; for a choice of forms, what is wrong with the one that was meant."""
    for error in errors:
        meant = _meant(error) if error.kind.name == "anyOf" else None
        yield from _leaves(meant) if meant else [error]


def _meant(error: Any) -> list[Any] | None:
    """The branch whose errors lie inside the value: the others refuse its very type."""
    inside = [
        branch
        for branch in error.kind.context
        if all(len(each.instance_path) > len(error.instance_path) for each in branch)
        or not any(each.kind.name == "type" for each in branch)
    ]
    return inside[0] if inside else None


def _reason(error: Any) -> Reason:
    """The error's own text may hold the value; its place and its rule never do."""
    rule, place = error.kind.as_dict(), list(error.instance_path)
    keyword = "oneLine" if rule.get("pattern") == _ONE_LINE else error.kind.name
    if keyword == "required":
        place.append(rule["property"])
    name = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in place).lstrip(".")
    words = {
        "limit": rule.get("limit"),
        "pattern": rule.get("pattern"),
        "format": rule.get("format"),
        "example": _EXAMPLES.get(rule.get("format", ""), ""),
        "options": ", ".join(str(option) for option in rule.get("options", ())),
        "types": " or ".join(rule.get("types", ())),
    }
    sentence = _SENTENCES.get(keyword, "fits none of the forms that the contract allows")
    return Reason("schema", f"The field {name or 'data'} {sentence.format(**words)}.")
