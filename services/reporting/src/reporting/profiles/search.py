"""Finds schools by name, URN or authority, a page at a time."""

from sqlalchemy import func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row
from reporting.reports.report import rows_of
from reporting.store import READ_MODELS

PAGE = 50


async def find_schools(
    session: AsyncSession, text: str, authority: str | None, page: int
) -> tuple[list[Row], int]:
    """One page of the schools that match, by name, and how many there are in all."""
    school = READ_MODELS["school"]
    chosen = [school.c.la_code == authority] if authority else []
    if text:
        lowered = text.lower()
        chosen.append(
            or_(
                func.lower(school.c.name).contains(lowered, autoescape=True),
                func.lower(school.c.la_name).contains(lowered, autoescape=True),
                school.c.urn == text,
                school.c.la_code == text,
            )
        )
    counted = await session.execute(select(func.count()).select_from(school).where(*chosen))
    wanted = select(school).where(*chosen).order_by(school.c.name, school.c.urn)
    rows = await rows_of(session, wanted.limit(PAGE).offset((page - 1) * PAGE))
    return rows, counted.scalar_one()
