"""Keeps an inspection back until the London day on which it is published."""

from datetime import datetime

from pydantic import BaseModel, TypeAdapter

from chassis import Work
from schools.domain.inspections import Inspection, is_published, publication
from schools.store import facts
from schools.store.tables import EmbargoRow
from schools.use_cases.record_facts import event_of, record_inspection
from schools.use_cases.schools import known_school

TIMER = "embargo-ends"
_INSPECTION = TypeAdapter(Inspection)


class EmbargoEnd(BaseModel):
    """The day of publication began; the subject is the inspection."""

    subject: str
    due: datetime


async def receive_inspection(inspection: Inspection, work: Work) -> None:
    """Records an inspection that is public; keeps a later publication restricted until its day."""
    await known_school(inspection.urn, work)
    reference, event = inspection.reference, event_of(work)
    kept = EmbargoRow(
        inspection=reference,
        told_at=event.time,
        event_id=event.id,
        content=_INSPECTION.dump_python(inspection, mode="json"),
    )
    if await facts.is_recorded_later(work.session, kept):
        return
    if not is_published(inspection, work.now):
        if await facts.keep_newest(work.session, kept):
            await work.timer(TIMER, subject=reference, due=publication(inspection))
        return
    if await facts.lift_embargo(work.session, kept):
        await work.cancel_timer(TIMER, subject=reference)
    await record_inspection(inspection, work, event.time, event.id)


async def embargo_ends(due: EmbargoEnd, work: Work) -> None:
    """Announces the inspection as it was told last; a timer of an older date does nothing."""
    kept = await work.session.get(EmbargoRow, due.subject)
    if kept is None:
        return
    inspection = _INSPECTION.validate_python(kept.content)
    await known_school(inspection.urn, work)
    if is_published(inspection, work.now):
        await facts.lift_embargo(work.session, kept)
        await record_inspection(inspection, work, kept.told_at, kept.event_id)
