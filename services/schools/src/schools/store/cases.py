"""Which cases a school has: by reference, so that each is then opened under its lock."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from schools.store.tables import CaseRow, SchoolRow


async def open_cases(session: AsyncSession, urn: str, besides: str) -> Sequence[str]:
    """The other cases that are open for a school."""
    found = await session.exec(
        select(CaseRow.reference).where(
            CaseRow.urn == urn, CaseRow.state == "open", CaseRow.reference != besides
        )
    )
    return found.all()


async def ended_before(session: AsyncSession, urn: str) -> Sequence[str]:
    """The cases that ended with the schools that this one replaced."""
    replaced = select(SchoolRow.urn).where(SchoolRow.converted_to == urn)
    found = await session.exec(
        select(CaseRow.reference)
        .where(col(CaseRow.urn).in_(replaced), CaseRow.state == "ended")
        .order_by(CaseRow.reference)
    )
    return found.all()
