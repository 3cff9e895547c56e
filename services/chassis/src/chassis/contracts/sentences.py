"""Says what is wrong with a field in words: its place and its rule, never its value."""

from collections.abc import Iterable
from typing import Any

from chassis.contracts.event import Reason
from chassis.contracts.formats import YEARS, is_leap_second
from chassis.contracts.texts import hidden_character

_SENTENCES = {
    "required": "is missing: send it",
    "type": "must be {types}",
    "enum": "must be one of {options}",
    "format": "must be {format}",
    "minLength": "must have at least {limit} characters",
    "maxLength": "must have at most {limit} characters",
    "minimum": "must be at least {limit}",
    "maximum": "must be at most {limit}",
    "minItems": "must have at least {limit} entries",
    "maxItems": "must have at most {limit} entries",
}
_OTHERWISE = "fits none of the forms that the contract allows"
_FROM_TO = f"of the years {YEARS[0]} to {YEARS[-1]}"
_ADDRESS = "a valid e-mail address, such as jo.bell@example.org"
_FORMATS = {
    "date": f"a valid date {_FROM_TO}, such as 2026-10-16",
    "date-time": f"a valid date-time {_FROM_TO} with an offset, such as 2026-10-16T12:00:00+01:00",
    "email": _ADDRESS,
    "one-line": "one line of text, without control characters",
}
PATTERNS = {
    r"^[^\x00-\x1f\x7f]*$": _FORMATS["one-line"],
    r"^[A-Za-z0-9][A-Za-z0-9/_.-]*$": (
        "a reference that begins with a letter or a digit and holds letters A to Z, digits "
        "and the signs / _ . - alone"
    ),
    r"^[A-Za-z0-9][A-Za-z0-9/_.:-]*$": (
        "a reference that begins with a letter or a digit and holds letters A to Z, digits "
        "and the signs / _ . : - alone"
    ),
    r"^[a-z0-9][a-z0-9-]{1,63}$": "a code of 2 to 64 small letters, digits and hyphens",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters and digits, in words joined by hyphens",
    r"^[1-9][0-9]{5}$": "a URN: six digits, the first of them not 0",
    r"^[0-9]{3}$": "an authority's code of three digits",
    r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f]+$": _ADDRESS,
    r"^[0-2][0-9]:[0-5][0-9]$": "a time of day, such as 16:30",
    r"^[1-9][0-9]?/[1-9][0-9]?$": "a fraction, such as 2/5",
    r"^20[0-9]{2}/[0-9]{2}$": "a school year, such as 2025/26",
    r"^([*]|la:[0-9]{3}|urn:[1-9][0-9]{5}|round:.+)$": (
        "a scope: * for all, la: with three digits, urn: with six digits, or round: with its code"
    ),
}
_RANKS = ("required", "type", "enum", "format", "minLength", "maxLength")


def reasons_of(errors: Iterable[Any]) -> list[Reason]:
    """One reason for each field, by the rule that says most in words."""
    by_field: dict[str, list[Any]] = {}
    for error in errors:
        by_field.setdefault(_field(error), []).append(error)
    return [
        Reason("schema", f"The field {field} {_sentence(min(found, key=_rank))}.")
        for field, found in by_field.items()
    ]


def _field(error: Any) -> str:
    place = list(error.instance_path)
    if error.kind.name == "required":
        place.append(error.kind.as_dict()["property"])
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in place).lstrip(".") or "data"


def _rank(error: Any) -> int:
    kind = error.kind.name
    return _RANKS.index(kind) if kind in _RANKS else len(_RANKS)


def _sentence(error: Any) -> str:
    """The error's own text may hold the value; its rule never does."""
    rule, kind, value = error.kind.as_dict(), error.kind.name, error.instance
    if kind in {"format", "pattern", "enum"} and isinstance(value, str):
        if hidden := hidden_character(value):
            return f"holds an invisible character ({hidden}): remove it"
        if kind == "format" and is_leap_second(value):
            return "is in a leap second: send the second before or after it"
    if kind == "pattern":
        known = PATTERNS.get(rule["pattern"])
        return f"must be {known}" if known else _OTHERWISE
    words = {
        "limit": rule.get("limit"),
        "format": _FORMATS.get(rule.get("format", ""), f"a valid {rule.get('format')}"),
        "options": ", ".join(str(option) for option in rule.get("options", ())),
        "types": " or ".join(rule.get("types", ())),
    }
    return _SENTENCES.get(kind, _OTHERWISE).format(**words)
