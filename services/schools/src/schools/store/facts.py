"""Inspections, concerns and visits: one row each, as it was last published."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect, select
from sqlmodel.ext.asyncio.session import AsyncSession

from schools.store.tables import ConcernRow, InspectionRow, SchoolRow, VisitRow

Fact = InspectionRow | ConcernRow | VisitRow


async def is_school(session: AsyncSession, urn: str) -> bool:
    """Whether the register has this school."""
    found = await session.execute(select(SchoolRow.urn).where(SchoolRow.urn == urn))  # type: ignore[call-overload]
    return found.first() is not None


async def keep_newest(session: AsyncSession, fact: Fact) -> bool:
    """Keeps a fact unless the store has a newer one; the event's time decides, then its id."""
    mapper: Any = inspect(type(fact))
    key = mapper.primary_key[0].name
    standing: Any = await session.get(type(fact), getattr(fact, key))
    if standing is not None and (standing.told_at, standing.event_id) >= (
        fact.told_at,
        fact.event_id,
    ):
        return False
    await session.merge(fact)
    return True


async def inspections_of(session: AsyncSession, urns: Sequence[str]) -> list[dict[str, Any]]:
    """The published inspections of these schools, newest first."""
    rows = await session.execute(
        select(InspectionRow)
        .where(InspectionRow.urn.in_(urns))  # type: ignore[attr-defined]
        .order_by(InspectionRow.inspected_on.desc())  # type: ignore[attr-defined]
    )
    hidden = {"told_at", "event_id"}
    return [row.model_dump(mode="json", exclude=hidden) for row in rows.scalars()]
