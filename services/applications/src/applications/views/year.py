"""The council year's end by applications' own rows, for finance to compare with the report."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from applications.domain.award.year import YearEnd, cut_of, year_end
from applications.store import ApplicationRow, AwardRow
from applications.store.award_record import load_award

Json = dict[str, Any]


async def year(session: AsyncSession, label: str, now: datetime) -> Json:
    """Per round and award; raises ValueError for a label that is no council year."""
    cut = cut_of(label, now)
    found = await session.execute(
        select(AwardRow.award, ApplicationRow.round)
        .join(ApplicationRow, col(ApplicationRow.application) == AwardRow.application)
        .order_by(ApplicationRow.round, AwardRow.award)
    )
    rounds: dict[str, dict[str, YearEnd]] = {}
    for reference, round_ in found.all():
        award = await load_award(session, reference)
        if award and (figures := year_end(award, cut)):
            rounds.setdefault(round_, {})[reference] = figures
    return {
        "year": label,
        "as_of": now,
        "up_to": cut.up_to,
        "total": vars(_sum(figures for awards in rounds.values() for figures in awards.values())),
        "rounds": [
            {
                "round": round_,
                **vars(_sum(awards.values())),
                "awards": [{"award": each, **vars(figures)} for each, figures in awards.items()],
            }
            for round_, awards in rounds.items()
        ],
    }


def _sum(figures: Iterable[YearEnd]) -> YearEnd:
    return sum(figures, YearEnd())
