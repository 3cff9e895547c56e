"""Everything that the rules of a tier look at, of one school."""

from datetime import date

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.domain import london_date
from schools.domain.school_facts import SchoolFacts
from schools.domain.tiers import ConcernSignal, InspectionSignal, Signals
from schools.store.programme import results_of
from schools.store.statutory import running_steps
from schools.store.tables import ConcernRow, InspectionRow


async def signals_of(session: AsyncSession, school: SchoolFacts, today: date) -> Signals:
    """The signals of this school; what its predecessor was told of stays with that school."""
    await session.flush()
    inspections = await session.exec(select(InspectionRow).where(InspectionRow.urn == school.urn))
    concerns = await session.exec(select(ConcernRow).where(ConcernRow.urn == school.urn))
    return Signals(
        today=today,
        academy=school.academy,
        inspections=tuple(_inspection(row) for row in inspections),
        concerns=tuple(_concern(row) for row in concerns),
        results=await results_of(session, school.urn),
        statutory=await running_steps(session, school.urn, today),
    )


def _inspection(row: InspectionRow) -> InspectionSignal:
    return InspectionSignal(
        reference=f"inspection:{row.inspection}",
        framework=row.framework,
        inspected_on=row.inspected_on,
        overall=row.overall,
        judgements=row.judgements,
        safeguarding=row.safeguarding,
        category_of_concern=row.category_of_concern,
    )


def _concern(row: ConcernRow) -> ConcernSignal:
    """Of a restricted concern nothing but that there is one."""
    raised_on = london_date(row.raised_at)
    if row.restricted:
        return ConcernSignal(row.concern, raised_on, restricted=True)
    return ConcernSignal(row.concern, raised_on, False, row.kind, row.severity, row.matter)
