"""The report for finance at the end of the council year, for each round and award."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row
from reporting.domain.selection import Selection
from reporting.reports.report import Figures, count_of, rows_of
from reporting.reports.within import cut as page_of
from reporting.reports.within import pages_of
from reporting.reports.year_end import queries
from reporting.reports.year_end.cut import cut_of
from reporting.reports.year_end.queries import FIGURES
from reporting.store import READ_MODELS

COLUMNS = ("year", "up_to", *queries.ABOUT, *FIGURES)


async def year_end_figures(session: AsyncSession, as_of: datetime, selection: Selection) -> Figures:
    """Sums are made by the database; a page shows a part of the awards, files show all."""
    period = selection.period
    assert period is not None  # noqa: S101 - the kind of this report always has a year
    cut = cut_of(period, as_of)
    rounds = [_exact(row) for row in await rows_of(session, queries.rounds(cut, selection))]
    total = {name: sum(row[name] for row in rounds) for name in FIGURES}
    wanted = queries.awards(cut, selection)
    awards = [_exact(row) for row in await rows_of(session, page_of(wanted, selection))]
    told = {"year": period.label, "up_to": cut.up_to, "is_over": cut.is_over}
    view = {
        "rounds": rounds,
        "titles": await _titles(session),
        "awards": awards,
        "total": total,
        "pages": pages_of(await count_of(session, wanted)) if selection.page else 1,
        **told,
    }
    listed = [_with_awards(row, awards) for row in rounds]
    figures = {**told, "total": total, "rounds": listed}
    table = [{**told, **line} for line in _table(rounds, awards, total)]
    return Figures(figures, table, view)


def _exact(row: Row) -> Row:
    """PostgreSQL adds whole numbers up to decimals."""
    return {name: int(value) if name in FIGURES else value for name, value in row.items()}


def _with_awards(round_: Row, awards: Iterable[Row]) -> dict[str, Any]:
    own = [each for each in awards if each["round"] == round_["round"]]
    return {
        "round": round_["round"],
        **{name: round_[name] for name in FIGURES},
        "awards": [{name: each[name] for name in ("award", *FIGURES)} for each in own],
    }


def _table(rounds: list[Row], awards: list[Row], total: Row) -> list[Row]:
    """The awards, then the sum of each round, then of all: a line says by `award` which it is."""
    sums = [{**row, "award": "all"} for row in rounds]
    lines = [*awards, *sums, {**total, "award": "all", "round": "all"}]
    return [{name: line.get(name) for name in (*queries.ABOUT, *FIGURES)} for line in lines]


async def _titles(session: AsyncSession) -> dict[str, str]:
    table = READ_MODELS["funding_round"]
    found = await session.execute(select(table.c.round, table.c.title))
    return dict(found.tuples().all())
