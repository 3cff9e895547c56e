"""`attain publish`: sends what files hold as one system, and says what came of each event."""

import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from attain.commands import status
from attain.publish import events as messages
from attain.publish.events import Outgoing, UnreadableError
from attain.publish.publish_outcome import Fate, Owners
from attain.publish.publisher import Publisher, traced
from attain.settings import credentials
from attain.settings.folder import DataFolder

SETTLED = {"applied", "discarded"}


def gather(
    files: list[str], *, system: str, event_type: str | None, subject: str | None
) -> list[Outgoing]:
    """The events of all files in order; - is the standard input."""
    events = []
    for file in files:
        text = sys.stdin.read() if file == "-" else Path(file).read_text()
        found = messages.read(text, system=system, event_type=event_type, subject=subject)
        if not found:
            raise UnreadableError(f"There is no event in {file}.")
        events += found
    return events


async def publish(
    folder: DataFolder, system: str, events: list[Outgoing], *, wait: float | None
) -> list[dict[str, Any]]:
    """Publishes all, then waits for the fate of each where that is wanted."""
    planned = status.planned(folder)
    known = credentials.load_or_make(folder)
    async with AsyncExitStack() as open_:
        owners = await open_.enter_async_context(Owners.asked(folder, planned))
        open_.enter_context(traced(system, folder.path))
        connected = Publisher.connected(planned.broker_url(system, known))
        publisher = await open_.enter_async_context(connected)
        for event in events:
            await publisher.send(event)
        if wait is None:
            return [_confirmed(event) for event in events]
        return [_report(event, await owners.fate(event, within=wait)) for event in events]


def _confirmed(event: Outgoing) -> dict[str, Any]:
    return {"id": event.id, "type": event.type, "confirmed": True}


def _report(event: Outgoing, fate: Fate) -> dict[str, Any]:
    return {
        **_confirmed(event),
        "fate": fate.word,
        "state": fate.state,
        "reasons": fate.reasons,
        "rejected": fate.state == "parked",
        "outcome": fate.caused[0] if fate.caused else None,
        "caused": [f"{each['type']} about {each['subject']}" for each in fate.caused],
    }


def in_words(report: dict[str, Any]) -> str:
    """What a person reads of one event."""
    said = f"{report['type']} {report['id']}: confirmed by the broker"
    return f"{said}; {_became(report)}" if "fate" in report else said


def _became(report: dict[str, Any]) -> str:
    told = [(each["code"], each["message"]) for each in report["reasons"]]
    why = "; ".join(f"{code}: {message}" for code, message in told)
    kept = f"{report['state']} ({why})" if why else report["state"]
    effects = ", ".join(report["caused"])
    return {
        "applied": f"caused {effects}" if effects else "applied; it causes no event of its own",
        "duplicate": f"a duplicate, which changes nothing: it is {kept} already",
        "waiting": "waits, and is applied by itself when it can be: "
        + " ".join(message for _, message in told),
        "parked": f"rejected: {why}",
        "discarded": "discarded by an operator",
        "untaken": "no service takes this type in, see docs/connecting.md",
        "unknown": "its service has not taken it in yet, see `attain status`",
    }[report["fate"]]


def exit_status(reports: list[dict[str, Any]]) -> int:
    """1 when something was refused or taken by nobody, 3 when something is not settled yet."""
    asked = [report for report in reports if "fate" in report]
    if any(report["rejected"] or report["fate"] == "untaken" for report in asked):
        return 1
    return 3 if any(report["state"] not in SETTLED for report in asked) else 0
