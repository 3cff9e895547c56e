"""`attain publish`: sends what files hold as one system, and says what came of each event."""

import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from attain import credentials, messages, status
from attain.folder import DataFolder
from attain.hearing import Ear, Heard
from attain.messages import Outgoing
from attain.publish import Publisher, traced
from attain.topology import OPERATOR

ANSWERS = ["council.schools.#", "council.applications.#", "council.*.event.rejected.v1"]


def gather(
    files: list[str], *, system: str, event_type: str | None, subject: str | None
) -> list[Outgoing]:
    """The events of all files in order; - is the standard input."""
    texts = [sys.stdin.read() if file == "-" else Path(file).read_text() for file in files]
    return [
        event
        for text in texts
        for event in messages.read(text, system=system, event_type=event_type, subject=subject)
    ]


async def say(
    folder: DataFolder, system: str, events: list[Outgoing], *, wait: float | None
) -> list[dict[str, Any]]:
    """Publishes all, then waits for the outcome of each where that is wanted."""
    planned = status.planned(folder)
    known = credentials.load_or_make(folder)
    async with AsyncExitStack() as open_:
        ear = None
        if wait is not None:
            listening = Ear.listening(planned.broker_url(OPERATOR, known), *ANSWERS)
            ear = await open_.enter_async_context(listening)
        open_.enter_context(traced(system, folder.path))
        connected = Publisher.connected(planned.broker_url(system, known))
        publisher = await open_.enter_async_context(connected)
        for event in events:
            await publisher.send(event)
        return [await _report(event, ear, wait) for event in events]


async def _report(event: Outgoing, ear: Ear | None, wait: float | None) -> dict[str, Any]:
    report: dict[str, Any] = {"id": event.id, "type": event.type, "confirmed": True}
    if ear is not None and wait is not None:
        outcome = await ear.first(lambda heard: heard.came_of(event.id), within=wait)
        report["outcome"] = _as_json(outcome) if outcome else None
        report["rejected"] = outcome is not None and outcome.is_rejection
    return report


def _as_json(outcome: Heard) -> dict[str, Any]:
    shown = ("id", "type", "subject", "causationid", "traceparent", "data")
    return {name: getattr(outcome, name) for name in shown}


def in_words(report: dict[str, Any]) -> str:
    """What a person reads of one event."""
    said = f"{report['type']} {report['id']}: confirmed by the broker"
    if "outcome" not in report:
        return said
    outcome = report["outcome"]
    if outcome is None:
        return f"{said}; no event came of it yet: it may wait for something, see `inbox list`"
    if report["rejected"]:
        reasons = "; ".join(f"{r['code']}: {r['message']}" for r in outcome["data"]["reasons"])
        return f"{said}; rejected: {reasons}"
    return f"{said}; caused {outcome['type']} about {outcome['subject']}"


def exit_status(reports: list[dict[str, Any]]) -> int:
    """1 when something was rejected, 3 when something's outcome was not seen in time."""
    if any(report.get("rejected") for report in reports):
        return 1
    return 3 if any("outcome" in report and report["outcome"] is None for report in reports) else 0
