"""The inspections of a school and of its predecessors, each era apart."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row
from reporting.domain.eras import by_era
from reporting.reports.report import rows_of
from reporting.store import READ_MODELS


async def inspections_of(session: AsyncSession, urns: Sequence[str]) -> list[tuple[str, list[Row]]]:
    """The newest first; an inspection stays with the URN that was inspected."""
    inspection = READ_MODELS["inspection"]
    wanted = select(inspection).where(inspection.c.urn.in_(urns))
    newest = (inspection.c.inspected_on.desc(), inspection.c.inspection.desc())
    return by_era(await rows_of(session, wanted.order_by(*newest)))
