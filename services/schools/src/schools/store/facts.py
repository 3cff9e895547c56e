"""Inspections and concerns: one row each, as it was last published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlmodel.ext.asyncio.session import AsyncSession

from schools.store.tables import (
    ConcernRow,
    EmbargoRow,
    InspectionRow,
    SchoolRow,
    StoryRow,
)

Fact = InspectionRow | EmbargoRow | ConcernRow | StoryRow


async def is_school(session: AsyncSession, urn: str) -> bool:
    """Whether the register has this school."""
    found = await session.execute(select(SchoolRow.urn).where(SchoolRow.urn == urn))  # type: ignore[call-overload]
    return found.first() is not None


async def authority_of(session: AsyncSession, urn: str) -> str | None:
    """The code of a school's local authority; None where the register lacks the school."""
    found = await session.execute(select(SchoolRow.la_code).where(SchoolRow.urn == urn))  # type: ignore[call-overload]
    return found.scalar_one_or_none()


async def authorities(session: AsyncSession) -> dict[str, str]:
    """The code of the local authority of every school in the register, by URN."""
    rows = await session.execute(select(SchoolRow.urn, SchoolRow.la_code))  # type: ignore[call-overload]
    return {row.urn: row.la_code for row in rows}


async def keep_newest(session: AsyncSession, fact: Fact) -> bool:
    """Keeps a fact unless the store has a newer one; the event's time decides, then its id."""
    mapper: Any = inspect(type(fact))
    key = mapper.primary_key[0].name
    standing: Any = await session.get(type(fact), getattr(fact, key))
    if standing is not None and _order(standing) >= _order(fact):
        return False
    await session.merge(fact)
    return True


async def is_recorded_later(session: AsyncSession, told: EmbargoRow) -> bool:
    """Whether a later publication of this inspection is public already."""
    known = await session.get(InspectionRow, told.inspection)
    return known is not None and known.told_at >= told.told_at


async def lift_embargo(session: AsyncSession, told: EmbargoRow) -> bool:
    """Forget what is kept back of this inspection; False where nothing is, or it was told later."""
    kept = await session.get(EmbargoRow, told.inspection)
    if kept is None or _order(kept) > _order(told):
        return False
    await session.delete(kept)
    return True


def _order(fact: Fact) -> tuple[datetime, str]:
    return fact.told_at, fact.event_id


async def inspections_of(session: AsyncSession, urns: Sequence[str]) -> list[dict[str, Any]]:
    """The published inspections of these schools, newest first."""
    rows = await session.execute(
        select(InspectionRow)
        .where(InspectionRow.urn.in_(urns))  # type: ignore[attr-defined]
        .order_by(InspectionRow.inspected_on.desc())  # type: ignore[attr-defined]
    )
    hidden = {"told_at", "event_id"}
    return [row.model_dump(mode="json", exclude=hidden) for row in rows.scalars()]
