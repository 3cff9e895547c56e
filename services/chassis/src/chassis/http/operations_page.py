"""The operators' page: the events of inbox and outbox by reason, without personal data."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from chassis.contracts.confidential import shown_reasons
from chassis.http.html import commands, heading, page, paragraph, table
from chassis.operations.status import Backlog, EventGroup, grouped, measure

router = APIRouter(tags=["operations"])
# No subject, and of some types no reason: anyone can open this page. Operators have the commands.
HEADS = ["Key", "Event", "From", "Received (UTC)", "Why"]
MAX_SHOWN = 100  # of one reason; the command lists all of them


@router.get("/operations", summary="Events waiting or parked", response_class=HTMLResponse)
async def operations(request: Request) -> HTMLResponse:
    """For operators, who change things with the commands that it names."""
    service = request.app.state.service
    found = await grouped(service.store, MAX_SHOWN)
    backlog = await measure(service.store, datetime.now(UTC))
    return HTMLResponse(operations_page(service.name, found, backlog))


def operations_page(name: str, found: Sequence[EventGroup], backlog: Backlog) -> str:
    """The outbox in a sentence, and one table for each state and reason of the inbox."""
    number = sum(group.number for group in found)
    total = f"{_counted(number)}." if found else "No events waiting or parked."
    return page(
        f"{name}: events waiting or parked",
        paragraph(total),
        _outbox(name, backlog),
        *(_group(name, group) for group in found),
        heading("Commands") + commands(_commands(name)) if found else "",
    )


def _outbox(name: str, backlog: Backlog) -> str:
    if backlog.set_aside:
        return paragraph(
            f"The broker refused {_counted(backlog.set_aside)} five times. They are set aside."
        ) + commands([("List them", f"{name} outbox list --state set-aside")])
    if backlog.pending:
        age = _age(backlog.oldest_seconds)
        return paragraph(f"{_counted(backlog.pending)} waiting to be sent, the oldest for {age}.")
    return paragraph("No events waiting to be sent.")


def _commands(name: str) -> list[tuple[str, str]]:
    return [
        ("Show one event and what it waits for", f"{name} inbox show KEY"),
        ("Try one event again", f"{name} inbox replay KEY"),
        ("Try all events of one reason again", f"{name} inbox replay --reason CODE"),
        ("Discard one event", f'{name} inbox discard KEY --reason "why"'),
    ]


def _group(name: str, group: EventGroup) -> str:
    state = f"{group.state} (overdue)" if group.overdue else group.state
    title = f"{state}: {group.code}" if group.code and group.code != state else state
    shown = table(_counted(group.number), HEADS, [_line(row) for row in group.newest])
    if group.number <= len(group.newest):
        return heading(title) + shown
    rest = f"The newest {len(group.newest)} of {group.number:,} are shown."
    chosen = f"--reason {group.code}" if group.code else f"--state {group.state}"
    every = commands([("List all of them", f"{name} inbox list {chosen}")])
    return heading(title) + paragraph(rest) + every + shown


def _counted(number: int) -> str:
    return f"{number:,} event{'' if number == 1 else 's'}"


def _age(seconds: float) -> str:
    """The largest unit of which there are at least two: 90 seconds, 5 minutes, 3 days."""
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"


def _line(row: Any) -> list[Any]:
    reasons = shown_reasons(row.event_type, row.reasons)
    why = " ".join(str(reason.get("message", "")) for reason in reasons)
    received = f"{row.received_at:%Y-%m-%d %H:%M:%S}"
    return [row.key[:12], row.event_type, row.source, received, why]
