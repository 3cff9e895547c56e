"""What the applications report asks of the read models: counts, medians, a page, the whole."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Select, func, literal, select, union_all
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row
from reporting.domain.pipeline import listed
from reporting.domain.selection import Selection
from reporting.domain.tallies import Tally, days
from reporting.reports.pipeline.conditions import Conditions, chosen
from reporting.reports.report import rows_of
from reporting.reports.within import PAGE
from reporting.store import READ_MODELS

CHUNK = 1_000
_STANDING, _ROUND = READ_MODELS["application_standing"], READ_MODELS["funding_round"]
_SCHOOL = READ_MODELS["school"]
_OF = _STANDING.c


async def tallies_of(session: AsyncSession, taken: Conditions, *, once: bool) -> list[Tally]:
    """The applications counted by all that they are counted by."""
    found = _found(taken, once=once).c
    by = (found.state, found.category, found.theme, found.released)
    wanted = select(*by, func.count(), func.min(found.since)).group_by(*by)
    return [Tally(*row) for row in (await session.execute(wanted)).tuples()]


async def medians_of(
    session: AsyncSession, taken: Conditions, tallies: Sequence[Tally], *, once: bool
) -> dict[str, datetime]:
    """For each status since when its middle application, or the later of two, has it."""
    counted: Counter[str] = Counter()
    for one in tallies:
        counted[one.state] += one.applications
    if not counted:
        return {}
    found = _found(taken, once=once)
    middles = [_middle(found, state, number) for state, number in counted.items()]
    return dict((await session.execute(union_all(*middles))).tuples().all())


def _middle(found: FromClause, state: str, number: int) -> Select[Any]:
    """Newest first, so that it is the lower median of the days."""
    ordered = select(found.c.since).where(found.c.state == state).order_by(found.c.since.desc())
    middle = ordered.limit(1).offset((number - 1) // 2).subquery()
    return select(literal(state), middle.c.since)


def _found(taken: Conditions, *, once: bool) -> FromClause:
    """The indexes give them in their order; with `once` they are found first, as no index can."""
    wanted = select(_OF.state, _OF.category, _OF.theme, _OF.released, _OF.since).where(*taken)
    return wanted.cte().prefix_with("MATERIALIZED") if once else wanted.subquery()


async def page_of(
    session: AsyncSession, taken: Conditions, page: int, as_of: datetime
) -> list[Row]:
    """One page of the list, with the titles of rounds and the names of schools."""
    cut = select(_OF.application).where(*taken).order_by(_OF.application)
    shown = cut.limit(PAGE).offset((page - 1) * PAGE).subquery()
    named = (
        select(_STANDING, _ROUND.c.title.label("round_title"), _SCHOOL.c.name.label("school_name"))
        .join(shown, shown.c.application == _OF.application)
        .outerjoin(_ROUND, _ROUND.c.round == _OF.round)
        .outerjoin(_SCHOOL, _SCHOOL.c.urn == _OF.lead_school)
        .order_by(_OF.application)
    )
    return [{**row, "days": days(row["since"], as_of)} for row in await rows_of(session, named)]


async def parts(
    session: AsyncSession, as_of: datetime, selection: Selection
) -> AsyncIterator[list[Row]]:
    """The whole list by the reference, some rows at a time, so that memory stays small."""
    taken, after = chosen(selection, as_of), ""
    wanted = select(_STANDING).where(*taken).order_by(_OF.application).limit(CHUNK)
    while True:
        found = await rows_of(session, wanted.where(_OF.application > after))
        if found:
            yield [listed(row, as_of) for row in found]
        if len(found) < CHUNK:
            return
        after = found[-1]["application"]
