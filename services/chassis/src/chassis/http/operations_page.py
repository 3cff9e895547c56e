"""The operators' page: what lies in inbox and outbox, by reason, without anybody's data."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from chassis.http.html import commands, heading, page, paragraph, table
from chassis.operations.status import Backlog, EventGroup, grouped, measure

router = APIRouter(tags=["operations"])
# No subject: that the panel's word on one application was refused is for officers only, who have
# the commands; this address is open.
HEADS = ["Key", "Event", "From", "Received (UTC)", "Why"]
MOST_SHOWN = 100  # of one reason; the command lists all of them


@router.get("/operations", summary="What waits and what is parked", response_class=HTMLResponse)
async def operations(request: Request) -> HTMLResponse:
    """For operators; the commands named on it change things."""
    service = request.app.state.service
    found = await grouped(service.store, MOST_SHOWN)
    backlog = await measure(service.store, datetime.now(UTC))
    return HTMLResponse(operations_page(service.name, found, backlog))


def operations_page(name: str, found: Sequence[EventGroup], backlog: Backlog) -> str:
    """The outbox in a sentence; of the inbox one table per state and reason."""
    number = sum(group.number for group in found)
    said = f"{_counted(number)} here." if found else "Nothing waits and nothing is parked."
    return page(
        f"{name}: what waits and what is parked",
        paragraph(said),
        _outbox(name, backlog),
        *(_group(name, group) for group in found),
        heading("What to type") + commands(_what_to_type(name)) if found else "",
    )


def _outbox(name: str, backlog: Backlog) -> str:
    if backlog.set_aside:
        return paragraph(
            f"The broker refused {_counted(backlog.set_aside)} to be published, again and again:"
        ) + commands([("See which", f"{name} outbox list --state set-aside")])
    if backlog.pending:
        age = f"{backlog.oldest_seconds:.0f} s"
        return paragraph(f"{_counted(backlog.pending)} still to be published, since {age}.")
    return paragraph("Everything was published.")


def _what_to_type(name: str) -> list[tuple[str, str]]:
    return [
        ("Show one, with what it waits for", f"{name} inbox show KEY"),
        ("Try one again", f"{name} inbox replay KEY"),
        ("Try all of one reason again", f"{name} inbox replay --reason CODE"),
        ("Give one up", f'{name} inbox discard KEY --reason "why"'),
    ]


def _group(name: str, group: EventGroup) -> str:
    state = f"{group.state} (overdue)" if group.overdue else group.state
    title = f"{state}: {group.code}" if group.code and group.code != state else state
    shown = table(_counted(group.number), HEADS, [_line(row) for row in group.newest])
    if group.number <= len(group.newest):
        return heading(title) + shown
    rest = f"The newest {len(group.newest)} of {group.number:,} are shown."
    every = commands([("All of them", f"{name} inbox list --reason {group.code}")])
    return heading(title) + paragraph(rest) + every + shown


def _counted(number: int) -> str:
    return f"{number:,} event{'' if number == 1 else 's'}"


def _line(row: Any) -> list[Any]:
    why = " ".join(str(reason.get("message", "")) for reason in row.reasons)
    received = f"{row.received_at:%Y-%m-%d %H:%M:%S}"
    return [row.key[:12], row.event_type, row.source, received, why]
