"""The contracts of the intake types that a service owns, and what a payload breaks of them."""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

from chassis.outcomes import Reason
from chassis.resources import folder

MOST_REASONS = 20
_SENTENCES = {
    "required": "is missing: send it",
    "type": "has the wrong type",
    "enum": "is not one of the values that the contract lists",
    "pattern": "does not have the form that the contract asks for",
    "format": "is not a valid value of its format",
    "minLength": "is too short",
    "maxLength": "is too long",
    "minimum": "is too small",
    "maximum": "is too large",
    "minItems": "has too few entries",
    "maxItems": "has too many entries",
    "anyOf": "fits none of the forms that the contract allows",
}


class IntakeContracts:
    """The JSON Schemas in a service's contracts/intake, by event type; owning is having one."""

    def __init__(self, service: str) -> None:
        self._validators = {
            _type_of(path): _validator(path)
            for path in sorted((folder(service, "contracts") / "intake").glob("*.schema.json"))
        }

    def owns(self, event_type: str) -> bool:
        """Whether this service tells the publishers of this type about rejections."""
        return event_type in self._validators

    def reasons(self, event_type: str, data: Any) -> list[Reason]:
        """What the payload breaks, naming each field; empty where it keeps the contract."""
        validator = self._validators.get(event_type)
        if validator is None or validator.is_valid(data):
            return []
        errors = list(validator.iter_errors(data))[:MOST_REASONS]
        return [_reason(error) for error in errors]


def _type_of(path: Path) -> str:
    return path.name.removesuffix(".schema.json")


@cache
def _validator(path: Path) -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft202012Validator(
        orjson.loads(path.read_bytes()), validate_formats=True, mask="…"
    )


def _reason(error: jsonschema_rs.ValidationError) -> Reason:
    """The error's own text may hold the value; its place and its rule never do."""
    kind = error.kind.name
    keyword = kind if isinstance(kind, str) else str(kind)
    place = list(error.instance_path)
    if keyword == "required":
        place.append(str(getattr(error.kind, "property", "")))
    name = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in place).lstrip(".")
    sentence = _SENTENCES.get(keyword, f"breaks the contract's rule {keyword}")
    return Reason("schema", f"The field {name or 'data'} {sentence}.")
