"""The applications report: counts of applications, their days in a status, and the whole list."""

from dataclasses import asdict
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.selection import Selection
from reporting.domain.tallies import STAGES, Tally, by_stage, by_state
from reporting.reports.pipeline.conditions import of_kind, searched
from reporting.reports.pipeline.filters import choices_of
from reporting.reports.pipeline.queries import medians_of, page_of, parts, tallies_of
from reporting.reports.report import Figures, Listed
from reporting.reports.within import pages_of

LISTED = Listed("applications", parts)


async def pipeline_figures(session: AsyncSession, as_of: datetime, selection: Selection) -> Figures:
    """The selected applications by state, category and theme; the list is read apart."""
    found, once = await searched(session, selection, as_of), bool(selection.words)
    taken = [*found, *of_kind(selection)]
    alike = await tallies_of(session, found, once=once)
    tallies = [one for one in alike if _takes(selection, one)]
    medians = await medians_of(session, taken, tallies, once=once)
    states = by_state(tallies, medians, as_of)
    categories, themes = by_stage(tallies, "category"), by_stage(tallies, "shown_theme")
    total = sum(one.applications for one in tallies)
    return Figures(
        {
            "total": total,
            "by_state": [asdict(count) for count in states],
            "by_category": [asdict(count) for count in categories],
            "by_theme": [asdict(count) for count in themes],
        },
        [],
        {
            "total": total,
            "standings": await page_of(session, taken, selection.page or 1, as_of),
            "pages": pages_of(total),
            "states": states,
            "stages": STAGES,
            "categories": categories,
            "themes": themes,
            "filters": await choices_of(session, selection, as_of, alike),
        },
    )


def _takes(selection: Selection, one: Tally) -> bool:
    return selection.state in {None, one.state} and selection.category in {None, one.category}


__all__ = ["LISTED", "pipeline_figures"]
