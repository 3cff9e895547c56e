"""The operators' page: what waits and what is parked, by reason, without anybody's data."""

from collections import defaultdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from chassis.operating import Choice, lying
from chassis.pages import heading, page, paragraph, table
from chassis.tables import InboxRow

router = APIRouter(tags=["operations"])
# No subject: that the panel's word on one application was refused is for officers only, who have
# the commands; this address is open.
HEADS = ["Key", "Event", "From", "Received (UTC)", "Why"]


@router.get("/operations", summary="What waits and what is parked", response_class=HTMLResponse)
async def operations(request: Request) -> HTMLResponse:
    """For operators; the commands named on it change things."""
    service = request.app.state.service
    rows = await lying(service.store, Choice())
    return HTMLResponse(operations_page(service.name, rows))


def operations_page(name: str, rows: list[InboxRow]) -> str:
    """One table per state and reason."""
    groups: dict[tuple[str, str], list[InboxRow]] = defaultdict(list)
    for row in rows:
        groups[_standing(row), str((row.reasons or [{}])[0].get("code", ""))].append(row)
    said = f"{_counted(rows)} here." if rows else "Nothing waits and nothing is parked."
    return page(
        f"{name}: what waits and what is parked",
        paragraph(said),
        paragraph(f"Show one: {name} inbox show KEY. Send on: {name} inbox replay KEY. "
                  f"Give up: {name} inbox discard KEY --reason WHY."),
        *(_group(state, code, found) for (state, code), found in sorted(groups.items())),
    )  # fmt: skip


def _standing(row: InboxRow) -> str:
    """A waiting event beyond its time is listed with the parked ones."""
    return "parked (overdue)" if row.state == "waiting" and row.overdue else row.state


def _group(state: str, code: str, rows: list[InboxRow]) -> str:
    title = f"{state}: {code}" if code else state
    return heading(title) + table(_counted(rows), HEADS, [_line(row) for row in rows])


def _counted(rows: list[InboxRow]) -> str:
    return f"{len(rows):,} event{'' if len(rows) == 1 else 's'}"


def _line(row: InboxRow) -> list[Any]:
    why = " ".join(str(reason.get("message", "")) for reason in row.reasons)
    received = f"{row.received_at:%Y-%m-%d %H:%M:%S}"
    return [row.key[:16], row.event_type, row.source, received, why]
