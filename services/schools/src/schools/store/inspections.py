"""Inspections as they are kept, and which of them a new word is about."""

from typing import Any

from pydantic import TypeAdapter
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from schools.domain.inspections import Inspection
from schools.domain.same_inspection import is_same
from schools.store.tables import EmbargoRow, InspectionRow

_INSPECTION = TypeAdapter(Inspection)


def inspection_of(row: InspectionRow | EmbargoRow) -> Inspection:
    """The inspection as it was told last."""
    content = row.content if isinstance(row, EmbargoRow) else row.model_dump()
    return _INSPECTION.validate_python(content)


def plain(inspection: Inspection) -> Any:
    """The inspection as JSON."""
    return _INSPECTION.dump_python(inspection, mode="json")


async def known_inspection(session: AsyncSession, told: Inspection) -> InspectionRow | None:
    """The row of the same inspection: by its number, else by school, framework and date."""
    row = InspectionRow
    place = and_(col(row.urn) == told.urn, col(row.inspected_on) == told.inspected_on)
    near = [place]
    if told.inspection_number:
        near.append(col(row.inspection_number) == told.inspection_number)
    found = list(await session.exec(select(row).where(or_(*near))))
    same = [each for each in found if is_same(inspection_of(each), told)]
    return min(same, key=lambda each: each.inspection_number is None, default=None)


async def reference_of(session: AsyncSession, told: Inspection) -> str:
    """The reference under which this inspection is known, public or not yet; else its own."""
    if (row := await known_inspection(session, told)) is not None:
        return row.inspection
    kept_back = await session.exec(select(EmbargoRow))  # never more than a few
    same = [each.inspection for each in kept_back if is_same(inspection_of(each), told)]
    return same[0] if same else told.reference
