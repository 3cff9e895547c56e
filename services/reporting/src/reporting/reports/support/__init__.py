"""The report on support: by need, objective, provider and school."""

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain import programme
from reporting.domain.selection import Selection
from reporting.reports.report import Figures, rows_of
from reporting.reports.support import queries
from reporting.reports.within import PAGE, pages_of

BY = ("need", "objective", "provider", "urn")
COLUMNS = ("by", "key", "name", *programme.FIGURES, *programme.GROUPS)


async def support_figures(session: AsyncSession, _as_of: datetime, selection: Selection) -> Figures:
    """Every line is an aggregate; small counts are suppressed over a column as a whole."""
    tables, totals = {}, {}
    for by in BY:
        rows = await _lines(session, by, selection)
        tables[by], totals[by] = programme.shown(rows), programme.total(rows)
    providers = await rows_of(session, queries.providers(selection))
    figures: dict[str, Any] = {
        "total": totals["need"],
        "by_need": tables["need"],
        "by_objective": tables["objective"],
        "by_provider": tables["provider"],
        "by_school": tables["urn"],
        "providers": providers,
    }
    sheet = [{"by": _word(by), **row} for by in BY for row in tables[by]]
    page = selection.page or 1
    view = {
        **figures,
        "by_provider": tables["provider"][:PAGE],
        "more_providers": max(len(tables["provider"]) - PAGE, 0),
        "by_school": tables["urn"][(page - 1) * PAGE : page * PAGE],
        "pages": pages_of(len(tables["urn"])),
        "groups": programme.GROUPS,
    }
    return Figures(figures, [*sheet, {"by": "all", **totals["need"]}], view)


async def _lines(session: AsyncSession, by: str, selection: Selection) -> list[programme.Line]:
    named = await rows_of(session, queries.names(by, selection))
    return programme.lines(
        {row["key"]: row["name"] for row in named},
        await rows_of(session, queries.arranged(by, selection)),
        await rows_of(session, queries.delivered(by, selection)),
        await rows_of(session, queries.rated(by, selection)),
    )


def _word(by: str) -> str:
    return "school" if by == "urn" else by
