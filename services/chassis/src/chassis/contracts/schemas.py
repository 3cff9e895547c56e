"""Checks an event's data against the JSON Schema of its type, and names each field that fails."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import orjson

from chassis.contracts.event import Event, Reason
from chassis.contracts.formats import FORMATS, ONE_LINE
from chassis.contracts.package_files import package_folder
from chassis.contracts.sentences import reasons_of
from chassis.contracts.subjects import mismatch, subject_fields

MAX_REASONS = 20
MAX_INTEGER = 2**31 - 1
_ONE_LINE_PATTERN = r"^[^\x00-\x1f\x7f]*$"


class _Contract(NamedTuple):
    """The schema of one type, and the fields that its subject is taken from."""

    validator: jsonschema_rs.Validator
    subject: tuple[str, ...]


class IntakeContracts:
    """The JSON Schemas in a service's contracts/intake, by event type; owning is having one."""

    def __init__(self, service: str) -> None:
        folder = package_folder(service, "contracts") / "intake"
        self._contracts = {
            _type_of(path): _contract(path) for path in sorted(folder.glob("*.schema.json"))
        }

    def owns(self, event_type: str) -> bool:
        """Whether this service tells the publishers of this type about rejections."""
        return event_type in self._contracts

    def reasons(self, event_type: str, data: Any) -> list[Reason]:
        """What the payload breaks, naming each field; empty where it keeps the contract."""
        contract = self._contracts.get(event_type)
        if contract is None or contract.validator.is_valid(data):
            return []
        return reasons_of(_leaves(contract.validator.iter_errors(data)))[:MAX_REASONS]

    def refuses(self, event: Event) -> list[Reason]:
        """What the event breaks: its payload, or else its subject."""
        if reasons := self.reasons(event.type, event.data):
            return reasons
        contract = self._contracts.get(event.type)
        return mismatch(event.subject, event.data, contract.subject) if contract else []


def _type_of(path: Path) -> str:
    return path.name.removesuffix(".schema.json")


@cache
def _contract(path: Path) -> _Contract:
    schema = orjson.loads(path.read_bytes())
    validator = jsonschema_rs.Draft202012Validator(
        _narrowed(schema), validate_formats=True, formats=FORMATS, mask="…"
    )
    return _Contract(validator, subject_fields(schema))


def _narrowed(schema: Any) -> Any:
    """Whole numbers without a bound get that of our columns, texts of one line our format."""
    if isinstance(schema, list):
        return [_narrowed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    ours: dict[str, Any] = {"maximum": MAX_INTEGER} if schema.get("type") == "integer" else {}
    if schema.get("pattern") == _ONE_LINE_PATTERN:
        ours["format"] = ONE_LINE
    return ours | {name: _narrowed(inner) for name, inner in schema.items()}


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
