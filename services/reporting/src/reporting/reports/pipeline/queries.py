"""What the applications report asks of the read models: counts, medians, a page, the whole."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row
from reporting.domain.pipeline import Tally, days, listed
from reporting.domain.selection import Selection
from reporting.reports.report import rows_of
from reporting.reports.within import cut
from reporting.store import READ_MODELS

CHUNK = 1_000
FIRST = 1
_STANDING, _ROUND = READ_MODELS["application_standing"], READ_MODELS["funding_round"]
_SCHOOL = READ_MODELS["school"]
_OF = _STANDING.c


async def tallies_of(session: AsyncSession, selection: Selection, as_of: datetime) -> list[Tally]:
    """The applications counted by all that they are counted by."""
    found = _selected(selection, as_of).c
    by = (found.state, found.category, found.theme, found.released)
    wanted = select(*by, func.count(), func.min(found.since))
    return [Tally(*row) for row in (await session.execute(wanted.group_by(*by))).tuples()]


async def medians_of(
    session: AsyncSession, selection: Selection, as_of: datetime, tallies: Sequence[Tally]
) -> dict[str, datetime]:
    """For each status since when its middle application, or the later of two, has it."""
    counted: Counter[str] = Counter()
    for one in tallies:
        counted[one.state] += one.applications
    if not counted:
        return {}
    found = _selected(selection, as_of)
    middles = [_middle(found, state, number) for state, number in counted.items()]
    return dict((await session.execute(union_all(*middles))).tuples().all())


def _middle(found: FromClause, state: str, number: int) -> Select[Any]:
    """Newest first, so that it is the lower median of the days."""
    ordered = select(found.c.since).where(found.c.state == state).order_by(found.c.since.desc())
    middle = ordered.limit(1).offset((number - 1) // 2).subquery()
    return select(literal(state), middle.c.since)


def _selected(selection: Selection, as_of: datetime) -> FromClause:
    """The selected applications; what a search finds is found once in a statement."""
    found = select(_STANDING).where(*chosen(selection, as_of))
    return found.cte().prefix_with("MATERIALIZED") if selection.words else found.subquery()


async def page_of(session: AsyncSession, selection: Selection, as_of: datetime) -> list[Row]:
    """One page of the list, or the first, with the titles of rounds and the names of schools."""
    references = _list(selection, as_of, _OF.application)
    page = cut(references, selection.but(page=selection.page or FIRST)).subquery()
    named = (
        select(_STANDING, _ROUND.c.title.label("round_title"), _SCHOOL.c.name.label("school_name"))
        .join(page, page.c.application == _OF.application)
        .outerjoin(_ROUND, _ROUND.c.round == _OF.round)
        .outerjoin(_SCHOOL, _SCHOOL.c.urn == _OF.lead_school)
        .order_by(_OF.application)
    )
    return [{**row, "days": days(row["since"], as_of)} for row in await rows_of(session, named)]


async def parts(
    session: AsyncSession, as_of: datetime, selection: Selection
) -> AsyncIterator[list[Row]]:
    """The whole list by the reference, some rows at a time, so that memory stays small."""
    wanted, after = _list(selection, as_of, _STANDING).limit(CHUNK), ""
    while True:
        found = await rows_of(session, wanted.where(_OF.application > after))
        if found:
            yield [listed(row, as_of) for row in found]
        if len(found) < CHUNK:
            return
        after = found[-1]["application"]


def _list(selection: Selection, as_of: datetime, shown: Any) -> Select[Any]:
    return select(shown).where(*chosen(selection, as_of)).order_by(_OF.application)


def chosen(selection: Selection, as_of: datetime) -> list[ColumnElement[bool]]:
    """The conditions of the selection."""
    same = {
        _OF.round: selection.round,
        _OF.category: selection.category,
        _OF.state: selection.state,
        _OF.authority: None if selection.rounds else selection.authority,
    }
    found: list[ColumnElement[bool]] = [
        column == value for column, value in same.items() if value is not None
    ]
    if selection.rounds:
        found.append(_OF.round.in_(select(_ROUND.c.round).where(*of_rounds(selection, as_of))))
    if selection.words:
        found.append(_matches(selection.words))
    return found


def of_rounds(selection: Selection, as_of: datetime) -> list[ColumnElement[bool]]:
    """The rounds of the authority that are open, or those that are closed, or all."""
    found = [_ROUND.c.authority == selection.authority] if selection.authority else []
    still = and_(_ROUND.c.state == "open", _ROUND.c.deadline > as_of)
    if selection.rounds:
        found.append(still if selection.rounds == "open" else ~still)
    return found


def _matches(words: str) -> ColumnElement[bool]:
    """A part of the reference, title, school's name or round's title; a URN or code in full.

    Title and school are None before the release, so that a search cannot tell them.
    """

    def has(column: Any) -> ColumnElement[bool]:
        return func.lower(column).contains(words.lower(), autoescape=True)

    return or_(
        has(_OF.application),
        has(_OF.title),
        _OF.lead_school == words,
        _OF.lead_school.in_(select(_SCHOOL.c.urn).where(has(_SCHOOL.c.name))),
        _OF.round == words,
        _OF.round.in_(select(_ROUND.c.round).where(has(_ROUND.c.title))),
    )
