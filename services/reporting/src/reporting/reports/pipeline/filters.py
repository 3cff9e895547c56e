"""The choices that the applications page offers as links, each with its address."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.selection import Selection
from reporting.domain.tallies import Tally, in_order
from reporting.reports.pipeline.conditions import of_rounds
from reporting.reports.report import rows_of
from reporting.store import READ_MODELS

NEWEST = 8  # rounds that the page offers; the search finds every other
_ROUND = READ_MODELS["funding_round"]


class Choices(NamedTuple):
    """What can be chosen: the authorities that have rounds, the newest rounds, and counts."""

    authorities: list[str]
    rounds: dict[str, str]
    states: Mapping[str, int]
    categories: Mapping[str, int]


async def choices_of(
    session: AsyncSession, selection: Selection, as_of: datetime, alike: Sequence[Tally]
) -> Choices:
    """`alike` are the tallies before a status and a category are chosen."""
    by_code = select(_ROUND.c.authority).distinct().order_by(_ROUND.c.authority)
    return Choices(
        list((await session.execute(by_code)).scalars()),
        await _rounds(session, selection, as_of),
        _counted(alike, "state", category=selection.category),
        _counted(alike, "category", state=selection.state),
    )


async def _rounds(session: AsyncSession, selection: Selection, as_of: datetime) -> dict[str, str]:
    """Titles by code: the newest rounds, and the chosen one."""
    titled = select(_ROUND.c.round, _ROUND.c.title)
    newest = titled.where(*of_rounds(selection, as_of))
    newest = newest.order_by(_ROUND.c.deadline.desc(), _ROUND.c.round).limit(NEWEST)
    one = titled.where(_ROUND.c.round == selection.round)
    found = [*await rows_of(session, one), *await rows_of(session, newest)]
    return {row["round"]: row["title"] for row in found}


def _counted(alike: Sequence[Tally], field: str, **chosen: Any) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for one in alike:
        if all(value in {None, getattr(one, name)} for name, value in chosen.items()):
            counted[getattr(one, field)] += one.applications
    names = in_order(counted) if field == "state" else sorted(counted)
    return {name: counted[name] for name in names}
