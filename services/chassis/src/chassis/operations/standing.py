"""Where an event stands for operators: one rule for commands, page, numbers and alerts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select
from sqlmodel import col

from chassis.storage.database import Store
from chassis.storage.tables import InboxRow

LYING = ("waiting", "ready", "parked")
_state: Any = col(InboxRow.state)
_reasons: Any = col(InboxRow.reasons)
OVERDUE = and_(_state == "waiting", col(InboxRow.overdue))


def is_overdue(row: InboxRow) -> bool:
    """It waits beyond its time: it counts as parked, and goes on waiting all the same."""
    return row.state == "waiting" and row.overdue


def standing(row: InboxRow) -> str:
    """The state that operators are told."""
    return "parked" if is_overdue(row) else row.state


def stands(*states: str) -> ColumnElement[bool]:
    """The rows that stand so; the first part of each condition is what the index answers."""
    chosen = {
        "waiting": and_(_state == "waiting", not_(col(InboxRow.overdue))),
        "ready": _state == "ready",
        "parked": or_(_state == "parked", OVERDUE),
    }
    return or_(*(chosen[state] for state in states))


def by_standing() -> Select[Any]:
    """How many events stand how; applied ones are not counted, there are years of them."""
    told = select(case((OVERDUE, "parked"), else_=_state).label("state"))
    each = told.where(_state.in_(LYING)).subquery()
    return select(each.c.state, func.count()).group_by(each.c.state)


@dataclass(frozen=True)
class Group:
    """The events of one standing and one first reason: how many, and the newest of them."""

    state: str
    overdue: bool
    code: str
    number: int
    newest: Sequence[Any]  # key, event_type, source, received_at, reasons


async def groups(store: Store, most: int) -> list[Group]:
    """All that lies here by reason, with at most so many rows of each: a page can hold no more."""
    said: Any = func.coalesce(_reasons[(0, "code")].as_string(), "")
    late: Any = case((OVERDUE, True), else_=False)
    columns = (_state.label("state"), late.label("overdue"), said.label("code"))
    told = select(*columns).where(_state.in_(LYING)).subquery()
    names = (told.c.state, told.c.overdue, told.c.code)
    counted = select(*names, func.count()).group_by(*names)
    found = []
    async with store.reading() as session:
        for state, overdue, code, number in list(await session.execute(counted)):
            these = and_(_state == state, (OVERDUE if overdue else not_(OVERDUE)), said == code)
            rows = list(await session.execute(_shown(most).where(these)))
            shown = "parked" if overdue else state
            found.append(Group(shown, bool(overdue), code, number, rows))
    return sorted(found, key=lambda group: (group.state, group.overdue, group.code))


def _shown(most: int) -> Select[Any]:
    """Only the columns of the page: bodies and tracebacks stay in the store."""
    row: Any = InboxRow
    shown = select(row.key, row.event_type, row.source, row.received_at, row.reasons)
    return shown.order_by(row.received_at.desc()).limit(most)
