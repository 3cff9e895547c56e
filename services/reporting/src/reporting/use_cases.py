"""What we do: write events down with what they change, and freeze a report."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import func, insert, select

from chassis import Event, Work
from reporting import journal, projecting
from reporting.domain.calendar import LONDON
from reporting.events import ReportPublished
from reporting.pages import report_page
from reporting.pages.sheet import csv_of
from reporting.reports import REPORTS
from reporting.store import PUBLISHED, READ_MODELS


async def record_events(events: Sequence[Event], work: Work) -> None:
    """Append the group to the journal and bring the read models up to it.

    The queue has one active consumer; the lock covers the moment in which one takes over from
    another, so that positions are given in the order of the commits.
    """
    if not events:
        return
    changes = projecting.changes_of(events)
    await work.lock(journal.WRITER)
    await journal.append(work.session, events, work.now)
    await projecting.write(work.session, changes, READ_MODELS)


async def publish_report(name: str, work: Work) -> ReportPublished:
    """Freeze a report as it stands: stored whole, and told to the others with its checksum."""
    await work.lock(journal.WRITER)
    report = await REPORTS[name].make(work.session, work.now)
    content = report.content()
    published = ReportPublished(
        report=await _next_reference(work),
        name=name,
        as_of=report.as_of,
        position=report.position,
        definition=report.definition.name,
        checksum=hashlib.sha256(content.encode()).hexdigest(),
    )
    shown = {"sheet": csv_of(report), "page": report_page(report, published.report)}
    row = {**published.model_dump(), "content": content, **shown}
    await work.session.execute(insert(PUBLISHED).values(row))
    work.record(published)
    return published


async def _next_reference(work: Work) -> str:
    """R-<year in London>-<number>; the journal's lock keeps two from taking the same."""
    year = work.now.astimezone(LONDON).year
    these = PUBLISHED.c.report.startswith(f"R-{year}-")
    counted = await work.session.execute(select(func.count()).where(these))
    return f"R-{year}-{counted.scalar_one() + 1:04d}"
