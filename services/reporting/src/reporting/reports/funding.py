"""The funding report: the money of each round and category."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row
from reporting.domain.funding import Line, RoundFunding, funding
from reporting.domain.selection import Selection, state_of
from reporting.reports.report import Figures, rounds_of, rows_of
from reporting.store import READ_MODELS


async def funding_figures(session: AsyncSession, as_of: datetime, selection: Selection) -> Figures:
    """The selected rounds, newest deadline first."""
    step = READ_MODELS["application_step"]
    submitted = select(step.c.application).where(step.c.happened == "application.submitted")
    rounds = await rounds_of(session, selection, as_of)
    figures = funding(
        rounds,
        await rows_of(session, "application"),
        set((await session.execute(submitted)).scalars()),
        await rows_of(session, "award"),
        await rows_of(session, "payment"),
    )
    return Figures(
        {"rounds": [found.as_json() for found in figures]},
        [row for found in figures for row in _table(found)],
        {
            "rounds": figures,
            "total": _total(figures),
            "deadlines": {row["round"]: row["deadline"] for row in rounds},
            "states": {row["round"]: state_of(row, as_of) for row in rounds},
        },
    )


def _table(found: RoundFunding) -> list[Row]:
    lines = [("", found.line), *found.categories.items()]
    return [
        {
            "round": found.line.name,
            "authority": found.authority,
            "category": category or "all",
            "budget_pence": line.budget_pence,
            "reserved_pence": line.reserved_pence,
            "committed_pence": line.committed_pence,
            "paid_pence": line.paid_pence,
            "not_matched_pence": line.not_matched_pence,
            "recovered_pence": line.recovered_pence,
            "to_recover_pence": line.to_recover_pence,
            "left_pence": line.left_pence,
            **line.counts.as_json(),
        }
        for category, line in lines
    ]


def _total(figures: list[RoundFunding]) -> Line:
    lines = [found.line for found in figures]
    return Line(
        "All rounds",
        sum(line.budget_pence or 0 for line in lines),
        sum(line.reserved_pence for line in lines),
        sum(line.committed_pence for line in lines),
        sum(line.paid_pence for line in lines),
        sum(line.not_matched_pence for line in lines),
        sum(line.recovered_pence for line in lines),
        sum(line.to_recover_pence for line in lines),
    )
