"""The predecessors and successors of a school, however far away."""

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row
from reporting.reports.report import rows_of
from reporting.store import READ_MODELS


async def related_schools(session: AsyncSession, school: Row) -> tuple[list[Row], list[Row]]:
    """Those before it and those after it, the nearest first."""
    before = await _walk(session, school, "predecessors")
    after = await _walk(session, school, "successors")
    return before, after


async def _walk(session: AsyncSession, school: Row, direction: str) -> list[Row]:
    """Follows the links; they can go in circles, so each school is visited once."""
    table = READ_MODELS["school"]
    found: list[Row] = []
    seen, frontier = {school["urn"]}, set(school[direction] or ())
    while frontier := frontier - seen:
        seen |= frontier
        wanted = select(table).where(table.c.urn.in_(sorted(frontier))).order_by(table.c.urn)
        reached = await rows_of(session, wanted)
        found += reached
        frontier = {urn for row in reached for urn in row[direction] or ()}
    return found
