"""Events in: inspections, concerns and visits, validated and handed on."""

from chassis import Inbox, Work
from schools.incoming import ConcernRaised, InspectionPublished, VisitRecorded
from schools.use_cases.taking_in import raise_concern, record_inspection, record_visit

inbox = Inbox("schools")


@inbox.on("council.inspections.inspection.published.v1")
async def inspection_published(inspection: InspectionPublished, work: Work) -> None:
    """Kept as it was published, and told to the others."""
    await record_inspection(inspection, work)


@inbox.on("council.casework.concern.raised.v1")
async def concern_raised(concern: ConcernRaised, work: Work) -> None:
    """Kept, and told to the others without its summary."""
    await raise_concern(concern, work)


@inbox.on("council.casework.visit.recorded.v1")
async def visit_recorded(visit: VisitRecorded, work: Work) -> None:
    """Kept: its note is the adviser's and the school's own."""
    await record_visit(visit, work)
