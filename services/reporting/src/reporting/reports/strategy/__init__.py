"""The report on strategies: each priority with its cases, support, money and measures."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row
from reporting.domain.selection import Selection
from reporting.domain.strategy import COUNTS, MONEY, priority_line
from reporting.reports.report import Figures, rows_of
from reporting.reports.strategy import linked
from reporting.reports.strategy.measures import schools_at_target
from reporting.reports.within import in_authority
from reporting.store import READ_MODELS

COLUMNS = ("authority", "edition", "code", "title", *COUNTS, *MONEY)


async def strategy_figures(
    session: AsyncSession, _as_of: datetime, selection: Selection
) -> Figures:
    """The authorities that adopted a strategy, each with its priorities in its own order."""
    found = await rows_of(session, _strategies(selection))
    by_priority = await _by_priority(session, selection)
    money = {
        (row["authority"], row["theme"]): row
        for row in await rows_of(session, linked.money(selection))
    }
    strategies = [
        {
            **{name: row[name] for name in ("authority", "edition", "title")},
            "priorities": [
                {
                    **priority_line(row["authority"], each, by_priority, money),
                    "actions": [
                        {"title": one.get("title"), "by": one.get("by")}
                        for one in each.get("actions") or ()
                    ],
                    "measures": await schools_at_target(session, row["authority"], each, selection),
                }
                for each in row["priorities"]
            ],
        }
        for row in found
    ]
    table = [
        {"authority": one["authority"], "edition": one["edition"], **each}
        for one in strategies
        for each in one["priorities"]
    ]
    return Figures({"strategies": strategies}, table, {"strategies": strategies})


async def _by_priority(session: AsyncSession, selection: Selection) -> dict[tuple[str, str], Row]:
    """What is linked to each priority of each authority."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for query in (linked.cases, linked.arranged, linked.delivered):
        for row in await rows_of(session, query(selection)):
            rows.setdefault((row["la_code"], row["priority"]), {}).update(row)
    return rows


def _strategies(selection: Selection) -> Any:
    strategy = READ_MODELS["strategy"]
    chosen = in_authority(strategy.c.authority, selection)
    return select(strategy).where(*chosen).order_by(strategy.c.authority)
