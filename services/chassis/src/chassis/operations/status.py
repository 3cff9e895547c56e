"""What a service has not finished: the status of each event, and the counts of the backlog."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select
from sqlmodel import col

from chassis.contracts.confidential import withheld_types
from chassis.storage.database import Store
from chassis.storage.tables import PENDING, SET_ASIDE, InboxRow, OutboxRow, TimerRow

UNSETTLED = ("waiting", "ready", "parked")
_state: Any = col(InboxRow.state)
_reasons: Any = col(InboxRow.reasons)
OVERDUE = and_(_state == "waiting", col(InboxRow.overdue))


def is_overdue(row: InboxRow) -> bool:
    """Whether it waits beyond its time: it counts as parked and continues to wait."""
    return row.state == "waiting" and row.overdue


def status_of(row: InboxRow) -> str:
    """The status that commands, pages, metrics and alerts show for an event."""
    return "parked" if is_overdue(row) else row.state


def has_status(*statuses: str) -> ColumnElement[bool]:
    """The rows with one of these statuses; an index answers the first part of each condition."""
    chosen = {
        "waiting": and_(_state == "waiting", not_(col(InboxRow.overdue))),
        "ready": _state == "ready",
        "parked": or_(_state == "parked", OVERDUE),
        "discarded": _state == "discarded",
    }
    return or_(*(chosen[status] for status in statuses))


@dataclass(frozen=True)
class EventGroup:
    """The events with one status and one first reason: how many, and the newest of them.

    The code is empty where there is no reason, or where open pages withhold it.
    """

    state: str
    overdue: bool
    code: str
    number: int
    newest: Sequence[Any]  # key, event_type, source, received_at, reasons


async def grouped(store: Store, max_rows: int) -> list[EventGroup]:
    """Group all unsettled events by reason, with at most `max_rows` rows of each."""
    withheld = or_(*(col(InboxRow.event_type).startswith(start) for start in withheld_types()))
    told: Any = func.coalesce(_reasons[(0, "code")].as_string(), "")
    first: Any = case((withheld, ""), else_=told)
    late: Any = case((OVERDUE, True), else_=False)
    columns = (_state.label("state"), late.label("overdue"), first.label("code"))
    unsettled = select(*columns).where(_state.in_(UNSETTLED)).subquery()
    names = (unsettled.c.state, unsettled.c.overdue, unsettled.c.code)
    counted = select(*names, func.count()).group_by(*names)
    found = []
    async with store.reading() as session:
        for state, overdue, code, number in list(await session.execute(counted)):
            these = and_(_state == state, (OVERDUE if overdue else not_(OVERDUE)), first == code)
            rows = list(await session.execute(_newest(max_rows).where(these)))
            status = "parked" if overdue else state
            found.append(EventGroup(status, bool(overdue), code, number, rows))
    return sorted(found, key=lambda group: (group.state, group.overdue, group.code))


def _newest(max_rows: int) -> Select[Any]:
    """Only the columns that the page shows: bodies and tracebacks stay in the store."""
    row: Any = InboxRow
    shown = select(row.key, row.event_type, row.source, row.received_at, row.reasons)
    return shown.order_by(row.received_at.desc()).limit(max_rows)


@dataclass(frozen=True)
class Backlog:
    """The counts at one moment."""

    inbox: dict[str, int]
    overdue: int
    pending: int
    oldest_seconds: float
    set_aside: int
    timers_overdue: int


async def measure(store: Store, now: datetime) -> Backlog:
    """Count the unfinished rows of inbox, outbox and timers.

    Applied rows are not counted: there are years of them.
    """
    async with store.reading() as session:

        async def number(table: Any, condition: Any) -> int:
            counted = select(func.count()).select_from(table).where(condition)
            return int((await session.execute(counted)).scalar_one() or 0)

        statuses = await session.execute(_counts_by_status())
        oldest = await session.execute(
            select(OutboxRow.created_at).where(PENDING).order_by(col(OutboxRow.seq)).limit(1)  # type: ignore[call-overload]
        )
        since: datetime | None = oldest.scalar_one_or_none()
        return Backlog(
            inbox=dict(statuses.tuples().all()),
            overdue=await number(InboxRow, OVERDUE),
            pending=await number(OutboxRow, PENDING),
            oldest_seconds=(now - since).total_seconds() if since else 0.0,
            set_aside=await number(OutboxRow, SET_ASIDE),
            timers_overdue=await number(TimerRow, col(TimerRow.due) < now),
        )


def _counts_by_status() -> Select[Any]:
    shown = select(case((OVERDUE, "parked"), else_=_state).label("state"))
    each = shown.where(_state.in_(UNSETTLED)).subquery()
    return select(each.c.state, func.count()).group_by(each.c.state)
