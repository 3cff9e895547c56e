"""The applications report: the status of every application and its days in it."""

from dataclasses import asdict
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.pipeline import STAGES, by_stage, by_state, pipeline
from reporting.reports.report import Figures, authorities, rows_of


async def pipeline_figures(session: AsyncSession, as_of: datetime) -> Figures:
    """Every application by state, category and theme."""
    applications = await rows_of(session, "application")
    standings = pipeline(applications, await rows_of(session, "application_step"), as_of)
    states = by_state(standings)
    categories, themes = by_stage(standings, "category"), by_stage(standings, "theme")
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
            "authorities": await authorities(session),
        },
    )
