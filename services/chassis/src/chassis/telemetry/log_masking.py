"""What a log line must not hold: people, and what they wrote, by the keys that may hold them."""

from collections.abc import MutableMapping
from typing import Any

MASKED = "…"
PERSONAL = frozenset(
    [
        "address",
        "author",
        "body",
        "content",
        "contact",
        "contact_name",
        "data",
        "declared_by",
        "description",
        "email",
        "form",
        "given",
        "headers",
        "mail",
        "name",
        "names",
        "notes",
        "payload",
        "person",
        "person_name",
        "phone",
        "postcode",
        "recipient",
        "recipients",
        "subject_line",
        "summary",
        "telephone",
        "text",
    ]
)
PERSONAL_ENDINGS = ("_address", "_body", "_email", "_name", "_payload", "_phone")
NOT_PERSONAL = frozenset({"service_name", "queue_name", "file_name", "logger_name", "event_name"})


def mask_personal(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Any:
    """Mask what may hold a person or a payload, at any depth, by its key."""
    for key, value in line.items():
        line[key] = _masked(key, value)
    return line


def _masked(key: str, value: Any) -> Any:
    lowered = key.lower()
    if lowered in PERSONAL or (lowered.endswith(PERSONAL_ENDINGS) and lowered not in NOT_PERSONAL):
        return MASKED
    if isinstance(value, dict):
        return {inner: _masked(str(inner), held) for inner, held in value.items()}
    if isinstance(value, list | tuple):
        return [_masked("", held) for held in value]
    return value
