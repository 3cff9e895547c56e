"""Keeps an inspection back until the London day on which it is published."""

from datetime import datetime

from pydantic import BaseModel

from chassis import Work
from schools.domain.inspections import Inspection, is_published, publication
from schools.store import facts
from schools.store import inspections as store
from schools.store.tables import EmbargoRow
from schools.use_cases.challenge.statutory import follow
from schools.use_cases.record_facts import Outcome, Source, event_of, record_inspection
from schools.use_cases.register.schools import known_school

TIMER = "embargo-ends"


class EmbargoEnd(BaseModel):
    """The day of publication began; the subject is the inspection."""

    subject: str
    due: datetime


async def receive_inspection(inspection: Inspection, work: Work) -> None:
    """Records an inspection that is public, and looks at the school's tier again."""
    await known_school(inspection.urn, work)
    event = event_of(work)
    if await take_inspection(inspection, work, Source(event.time, event.id)) == "recorded":
        await follow(inspection.urn, work)


async def take_inspection(inspection: Inspection, work: Work, source: Source) -> Outcome:
    """Records an inspection that is public; keeps a later publication restricted until its day."""
    reference = await store.reference_of(work.session, inspection)
    kept = EmbargoRow(
        inspection=reference,
        told_at=source.told_at,
        event_id=source.event_id,
        content=store.plain(inspection),
    )
    if not is_published(inspection, work.now):
        if await facts.is_recorded_later(work.session, kept):
            return "known"
        if await facts.keep_newest(work.session, kept):
            await work.timer(TIMER, subject=reference, due=publication(inspection))
        return "waiting"
    if await facts.lift_embargo(work.session, kept):
        await work.cancel_timer(TIMER, subject=reference)
    return await record_inspection(inspection, work, source)


async def embargo_ends(due: EmbargoEnd, work: Work) -> None:
    """Announces the inspection as it was told last; a timer of an older date does nothing."""
    kept = await work.session.get(EmbargoRow, due.subject)
    if kept is None:
        return
    inspection = store.inspection_of(kept)
    await known_school(inspection.urn, work)
    if is_published(inspection, work.now):
        await facts.lift_embargo(work.session, kept)
        source = Source(kept.told_at, kept.event_id)
        if await record_inspection(inspection, work, source) == "recorded":
            await follow(inspection.urn, work)
