"""Publishes a report: keeps a fixed copy of it and announces it with its checksum."""

import hashlib

from sqlalchemy import func, insert, select

from chassis import Work
from reporting.domain.london_time import LONDON
from reporting.domain.selection import ALL
from reporting.domain.years import Year
from reporting.events import ReportPublished
from reporting.pages import report_page
from reporting.pages.files import csv_parts, json_parts
from reporting.reports import make_report
from reporting.store import PUBLISHED, entries


async def publish_report(name: str, work: Work, period: Year | None = None) -> ReportPublished:
    """Stores the report's JSON, CSV and page as they are now; the checksum is of the JSON."""
    await work.lock(entries.WRITER)
    report = await make_report(name, work.session, work.now, ALL.during(period))
    content = "".join([part async for part in json_parts(report, work.session)])
    published = ReportPublished(
        report=await _next_reference(work),
        name=name,
        as_of=report.as_of,
        position=report.position,
        definition=report.definition.name,
        checksum=hashlib.sha256(content.encode()).hexdigest(),
    )
    sheet = "".join([part async for part in csv_parts(report, work.session)])
    shown = {"sheet": sheet, "page": report_page(report, published.report)}
    row = {**published.model_dump(), "content": content, **shown}
    await work.session.execute(insert(PUBLISHED).values(row))
    work.record(published)
    return published


async def _next_reference(work: Work) -> str:
    """R-<year in London>-<number>; the journal's lock keeps two from taking the same."""
    year = work.now.astimezone(LONDON).year
    of_year = PUBLISHED.c.report.startswith(f"R-{year}-")
    counted = await work.session.execute(select(func.count()).where(of_year))
    return f"R-{year}-{counted.scalar_one() + 1:04d}"
