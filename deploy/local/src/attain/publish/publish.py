"""`attain publish`: sends the events in files as one system, and reports each one's outcome."""

import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from attain.publish import events as reading
from attain.publish.events import Outgoing, UnreadableError
from attain.publish.publish_outcome import PublishOutcome, PublishOutcomes
from attain.publish.publisher import Publisher, traced
from attain.rabbitmq.publishers import check_known
from attain.settings import credentials, plan
from attain.settings.folder import DataFolder

SETTLED = {"applied", "discarded"}


def gather(
    files: list[str], *, system: str, event_type: str | None, subject: str | None
) -> list[Outgoing]:
    """The events of all files in order; - is the standard input."""
    events = []
    for file in files:
        text = sys.stdin.read() if file == "-" else Path(file).read_text()
        found = reading.read(text, system=system, event_type=event_type, subject=subject)
        if not found:
            raise UnreadableError(f"There is no event in {file}.")
        events += found
    return events


async def publish(
    folder: DataFolder, system: str, events: list[Outgoing], *, wait: float | None
) -> list[dict[str, Any]]:
    """Publish all, then wait up to `wait` seconds for the outcome of each; None does not wait."""
    planned = plan.existing(folder)
    known = credentials.load_or_make(folder)
    check_known(system, known.passwords)
    async with AsyncExitStack() as open_:
        outcomes = await open_.enter_async_context(PublishOutcomes.opened(folder, planned))
        open_.enter_context(traced(system, folder.path))
        connected = Publisher.connected(planned.broker_url(system, known))
        publisher = await open_.enter_async_context(connected)
        for event in events:
            await publisher.send(event)
        if wait is None:
            return [_confirmed(event) for event in events]
        return [_report(event, await outcomes.wait_for(event, within=wait)) for event in events]


def _confirmed(event: Outgoing) -> dict[str, Any]:
    return {"id": event.id, "type": event.type, "confirmed": True}


def _report(event: Outgoing, outcome: PublishOutcome) -> dict[str, Any]:
    return {
        **_confirmed(event),
        "fate": outcome.word,
        "state": outcome.state,
        "reasons": outcome.reasons,
        "rejected": outcome.state == "parked",
        "outcome": outcome.caused[0] if outcome.caused else None,
        "caused": [f"{each['type']} about {each['subject']}" for each in outcome.caused],
    }


def in_words(report: dict[str, Any]) -> str:
    """One line about one event."""
    confirmed = f"{report['type']} {report['id']}: confirmed by the broker"
    return f"{confirmed}; {_outcome(report)}" if "fate" in report else confirmed


def _outcome(report: dict[str, Any]) -> str:
    reasons = [(each["code"], each["message"]) for each in report["reasons"]]
    why = "; ".join(f"{code}: {message}" for code, message in reasons)
    state = f"{report['state']} ({why})" if why else report["state"]
    effects = ", ".join(report["caused"])
    return {
        "applied": f"caused {effects}" if effects else "applied; it causes no other event",
        "duplicate": f"a duplicate, which changes nothing: it is already {state}",
        "waiting": "waiting, and applied as soon as it can be: "
        + " ".join(message for _, message in reasons),
        "parked": f"rejected: {why}",
        "discarded": "discarded by an operator",
        "unknown": "no service has processed it yet, see `attain status`",
    }[report["fate"]]


def exit_status(reports: list[dict[str, Any]]) -> int:
    """1 when an event was rejected, 3 when one is not settled yet."""
    waited_for = [report for report in reports if "fate" in report]
    if any(report["rejected"] for report in waited_for):
        return 1
    return 3 if any(report["state"] not in SETTLED for report in waited_for) else 0
