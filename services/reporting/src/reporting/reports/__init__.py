"""The reports: one query and one page each; a new one is one more line here."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.reports.funding import funding_report
from reporting.reports.pipeline import pipeline_report
from reporting.reports.report import Report
from reporting.reports.schools import schools_report


class Kind(NamedTuple):
    """A report as the index lists it, and how it is made."""

    title: str
    about: str
    make: Callable[[AsyncSession, datetime], Awaitable[Report]]


REPORTS: dict[str, Kind] = {
    "funding": Kind(
        "Funding",
        "Each round and category: budget, reserved, committed, paid and left.",
        funding_report,
    ),
    "pipeline": Kind(
        "Pipeline",
        "Where every application stands, by state, category and theme.",
        pipeline_report,
    ),
    "schools": Kind(
        "Schools",
        "The register by phase, type and authority, and its changes over time.",
        schools_report,
    ),
}

__all__ = ["REPORTS", "Kind", "Report"]
