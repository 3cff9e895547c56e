"""The pipeline report: where every application stands and for how long."""

from dataclasses import asdict
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.definitions import PIPELINE
from reporting.domain.pipeline import STAGES, by_stage, by_state, pipeline
from reporting.reports.report import Report, authorities, rows_of, standing


async def pipeline_report(session: AsyncSession, as_of: datetime) -> Report:
    """Every application by state, category and theme."""
    applications = await rows_of(session, "application")
    standings = pipeline(applications, await rows_of(session, "application_step"), as_of)
    states = by_state(standings)
    categories, themes = by_stage(standings, "category"), by_stage(standings, "theme")
    table = [one.as_json() for one in standings]
    return Report(
        "pipeline",
        as_of,
        await standing(session),
        PIPELINE,
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
