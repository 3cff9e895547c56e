"""The reports: a title, a definition, the table's columns and a query each.

A report whose page is a table needs no more than one entry here. A template of its own, named
after the report, draws charts.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain import challenge_definitions, definitions
from reporting.domain.selection import ALL, Selection
from reporting.reports import concern, objectives, pipeline, strategy, support, year_end
from reporting.reports.funding import funding_figures
from reporting.reports.report import Kind, Report, authorities
from reporting.reports.schools import GROUPED_BY, schools_figures
from reporting.store.entries import last_position

_MONEY = ("budget_pence", "reserved_pence", "committed_pence", "paid_pence", "left_pence")
_COUNTS = ("submitted", "ineligible", "withdrawn", "approved", "declined")
_APPLICATION = ("application", "round", "authority", "category", "theme")
_BY_AUTHORITY = ("authority",)
_BY_YEAR = (*_BY_AUTHORITY, "years", "year")
_BY_ROUND = (*_BY_AUTHORITY, "rounds")
_STATUS = ("state", "since", "days_in_state", "title", "lead_school")

REPORTS: dict[str, Kind] = {
    "funding": Kind(
        "Funding",
        "How much of each round's budget has been offered, accepted, paid and is still available.",
        definitions.FUNDING,
        ("round", "authority", "category", *_MONEY, *_COUNTS),
        funding_figures,
        _BY_ROUND,
    ),
    "pipeline": Kind(
        "Applications",
        "Applications by status, category and theme, and how long they have had that status.",
        definitions.PIPELINE,
        (*_APPLICATION, *_STATUS),
        pipeline.pipeline_figures,
        (*_BY_ROUND, "round", "category", "state", "q", "page"),
        listed=pipeline.LISTED,
    ),
    "schools": Kind(
        "Schools",
        "Schools by phase, type and local authority, and changes over time.",
        definitions.SCHOOLS,
        (*GROUPED_BY, "schools"),
        schools_figures,
        _BY_AUTHORITY,
    ),
    "concern": Kind(
        "Schools causing concern",
        "Schools by tier of support, movements, open cases, warning notices and running dates.",
        challenge_definitions.CONCERN,
        concern.COLUMNS,
        concern.concern_figures,
        (*_BY_AUTHORITY, "since", "page"),
        case=True,
    ),
    "support": Kind(
        "Support",
        "Days of support arranged and delivered, by need, key objective, provider and school.",
        challenge_definitions.SUPPORT,
        support.COLUMNS,
        support.support_figures,
        (*_BY_YEAR, "page"),
    ),
    "year-end": Kind(
        "Year end",
        "Grants at the end of the council year: committed, paid, accrued, due later and recovered.",
        definitions.YEAR_END,
        year_end.COLUMNS,
        year_end.year_end_figures,
        (*_BY_YEAR, "page"),
        year_kinds=("council",),
        always_of_a_year=True,
    ),
    "strategy": Kind(
        "Strategy",
        "Each priority of the education improvement strategy with its cases, support, money and "
        "measures.",
        challenge_definitions.STRATEGY,
        strategy.COLUMNS,
        strategy.strategy_figures,
        _BY_YEAR,
        case=True,
    ),
    "objectives": Kind(
        "Key objectives",
        "Leadership capacity, teaching and learning, and community engagement, measure by measure.",
        challenge_definitions.OBJECTIVES,
        objectives.COLUMNS,
        objectives.objectives_figures,
        _BY_YEAR,
        case=True,
    ),
}


def reports_for(*, case_pages: bool) -> dict[str, Kind]:
    """The reports that are served: those that tell of cases only where the setting says so."""
    return {name: kind for name, kind in REPORTS.items() if case_pages or not kind.case}


async def make_report(
    name: str, session: AsyncSession, as_of: datetime, selection: Selection = ALL
) -> Report:
    """The report, or the selected part of it, as the read models are now."""
    kind = REPORTS[name]
    selection = kind.in_its_year(selection, as_of)
    figures = await kind.query(session, as_of, selection)
    position, choices = await last_position(session), await authorities(session)
    return Report(name, kind, as_of, position, *figures, selection, choices)


__all__ = ["REPORTS", "Kind", "Report", "make_report", "reports_for"]
