"""The applications report: the status of every application and its days in it."""

from dataclasses import asdict
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import public_before_release
from reporting.domain.changes import Row
from reporting.domain.pipeline import STAGES, by_stage, by_state, pipeline
from reporting.domain.selection import Selection
from reporting.reports.report import Figures, rounds_of, rows_of


async def pipeline_figures(session: AsyncSession, as_of: datetime, selection: Selection) -> Figures:
    """The selected applications by state, category and theme."""
    applications = await _applications(session, as_of, selection)
    steps = await rows_of(session, "application_step")
    standings = pipeline(applications, steps, as_of, public_before_release())
    states = by_state(standings)
    categories, themes = by_stage(standings, "category"), by_stage(standings, "shown_theme")
    table = [one.as_json() for one in standings]
    return Figures(
        {
            "total": len(standings),
            "by_state": [asdict(count) for count in states],
            "by_category": [asdict(count) for count in categories],
            "by_theme": [asdict(count) for count in themes],
            "applications": table,
        },
        table,
        {
            "standings": standings,
            "states": states,
            "stages": STAGES,
            "categories": categories,
            "themes": themes,
        },
    )


async def _applications(session: AsyncSession, as_of: datetime, selection: Selection) -> list[Row]:
    found = await rows_of(session, "application")
    if selection.rounds is None:
        return [row for row in found if selection.takes_authority(row["authority"])]
    rounds = {row["round"] for row in await rounds_of(session, selection, as_of)}
    return [row for row in found if row["round"] in rounds]
