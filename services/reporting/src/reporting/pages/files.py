"""A report as JSON and as CSV in parts, so that a long list is never held whole."""

from collections.abc import AsyncIterator

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row
from reporting.pages.csv_export import sheet_head, sheet_rows
from reporting.reports import Report


async def json_parts(report: Report, session: AsyncSession) -> AsyncIterator[str]:
    """The figures, and after them the list that is read apart."""
    figures = report.content()
    if report.kind.listed is None:
        yield figures
        return
    yield f'{figures[:-1]},"{report.kind.listed.name}":['
    between = ""
    async for rows in _list(report, session):
        yield between + orjson.dumps(rows).decode()[1:-1]
        between = ","
    yield "]}"


async def csv_parts(report: Report, session: AsyncSession) -> AsyncIterator[str]:
    """The line of names, and after it the rows."""
    yield sheet_head(report)
    async for rows in _list(report, session):
        yield sheet_rows(report, rows)


async def _list(report: Report, session: AsyncSession) -> AsyncIterator[list[Row]]:
    if report.kind.listed is None:
        yield report.table
        return
    async for rows in report.kind.listed.parts(session, report.as_of, report.selection):
        yield rows
