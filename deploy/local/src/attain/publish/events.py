"""Reads the events to publish: structured CloudEvents, or bare data of one type."""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from attain.errors import AttainError

STRUCTURED = "application/cloudevents+json"
BARE = "application/json"

# The field that is the subject, by context and thing; the contracts' descriptions name it.
# Of several fields it is the first that has a value.
SUBJECTS: dict[str, str | tuple[str, ...]] = {
    "forms.application": "form_reference",
    "forms.contact": "form_reference",
    "forms.milestone": "award",
    "forms.appeal": "application",
    "forms.partner": "form_reference",
    "forms.findings": "award",
    "forms.hub": "award",
    "forms.offer": "application",
    "casework.panel": "panel",
    "casework.waiver": "form_reference",
    "casework.novation": "reference",
    "casework.meeting": "meeting",
    "casework.variation": "award",
    "casework.award": "award",
    "casework.round": "round",
    "casework.milestone": "award",
    "casework.concern": "urn",
    "casework.visit": "urn",
    "casework.tier": "urn",
    "casework.case": "case",
    "casework.notice": "notice",
    "casework.power": ("notice", "urn"),
    "casework.intervention": "urn",
    "casework.provider": "provider",
    "casework.support": "support",
    "forms.visit": "visit",
    "casework": "application",
    "finance.recovery": "recovery_reference",
    "finance": "payment_reference",
    "inspections": "urn",
    "results": "urn",
    "communications": "story",
    "directory": "person",
}


class UnreadableError(AttainError):
    """The input is not an event."""


@dataclass(frozen=True)
class Outgoing:
    """One event as it is sent."""

    id: str
    type: str
    source: str
    subject: str
    headers: dict[str, str]
    content_type: str
    body: bytes


def read(text: str, *, system: str, event_type: str | None, subject: str | None) -> list[Outgoing]:
    """The events in a JSON document, or in one document on each line. Raises UnreadableError."""
    build = _bare(system, event_type, subject) if event_type else _structured
    return [build(document) for document in _documents(text)]


def bare(
    system: str,
    event_type: str,
    data: Mapping[str, Any],
    *,
    subject: str | None = None,
    event_id: str | None = None,
    time: datetime | None = None,
) -> Outgoing:
    """An event in binary mode around bare data."""
    attributes = {
        "specversion": "1.0",
        "id": event_id or str(uuid.uuid4()),
        "type": event_type,
        "source": f"urn:council:{system}",
        "subject": subject or _subject(event_type, data),
        "time": (time or datetime.now(UTC)).isoformat(),
    }
    return Outgoing(
        id=attributes["id"],
        type=event_type,
        source=attributes["source"],
        subject=attributes["subject"],
        headers={f"ce-{name}": value for name, value in attributes.items()},
        content_type=BARE,
        body=json.dumps(data, ensure_ascii=False).encode(),
    )


def _documents(text: str) -> Iterator[dict[str, Any]]:
    try:
        documents = [json.loads(text)]
    except ValueError:
        documents = []
        for number, line in enumerate(text.splitlines(), start=1):
            documents += [_line(number, line)] if line.strip() else []
    for document in documents:
        if not isinstance(document, dict):
            raise UnreadableError("An event must be a JSON object.")
        yield document


def _line(number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise UnreadableError(f"Line {number} is not JSON: {error}.") from None


def _bare(system: str, event_type: str, subject: str | None) -> Any:
    return lambda data: bare(system, event_type, data, subject=subject)


def _structured(document: dict[str, Any]) -> Outgoing:
    missing = [name for name in ("specversion", "type", "id", "source") if name not in document]
    if missing:
        raise UnreadableError(
            f"A structured event needs {', '.join(missing)}. For bare data, give --type."
        )
    return Outgoing(
        id=str(document["id"]),
        type=str(document["type"]),
        source=str(document["source"]),
        subject=str(document.get("subject", "")),
        headers={},
        content_type=STRUCTURED,
        body=json.dumps(document, ensure_ascii=False).encode(),
    )


def _subject(event_type: str, data: Mapping[str, Any]) -> str:
    words = event_type.split(".")[1:3]
    named = SUBJECTS.get(".".join(words)) or SUBJECTS.get(words[0] if words else "", "")
    fields = (named,) if isinstance(named, str) else named
    found = [data[field] for field in fields if data.get(field) is not None]
    if not found:
        names = " or ".join(repr(field) for field in fields)
        raise UnreadableError(f"Give --subject: the data of {event_type} has no field {names}.")
    return str(found[0])
