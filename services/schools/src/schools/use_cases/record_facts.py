"""Records what other systems publish about a school: inspections."""

from dataclasses import asdict
from datetime import datetime

from chassis import Event, Work
from schools.domain.inspections import Inspection
from schools.domain.power.judging import ELIGIBILITY
from schools.events.signals import InspectionRecorded
from schools.store import facts
from schools.store.tables import InspectionRow
from schools.use_cases.statutory import follow


async def record_inspection(
    inspection: Inspection, work: Work, told_at: datetime, event_id: str
) -> None:
    """Keeps the latest publication of an inspection, and announces it with its warnings."""
    recorded = InspectionRecorded(
        **asdict(inspection),
        inspection=inspection.reference,
        era=inspection.era,
        warnings=[{"code": w.code, "message": w.message} for w in inspection.warnings()],
    )
    row = InspectionRow(**recorded.model_dump(), told_at=told_at, event_id=event_id)
    await work.changed(f"{ELIGIBILITY}:{inspection.urn}")  # a category makes eligible
    if await facts.keep_newest(work.session, row):
        work.record(recorded)
        await follow(inspection.urn, work)


def event_of(work: Work) -> Event:
    """The event in hand; these use cases are never commands."""
    assert work.event is not None  # noqa: S101 - only called for an event
    return work.event
