"""Taking in what others say about a school: inspections, concerns, visits."""

from datetime import UTC

from chassis import Event, NotYet, Work
from schools.domain.inspections import Inspection
from schools.events import ConcernRecorded, InspectionRecorded
from schools.incoming import ConcernRaised, InspectionPublished, VisitRecorded
from schools.store import facts
from schools.store.tables import ConcernRow, InspectionRow, VisitRow
from schools.use_cases.writing import REGISTER


async def record_inspection(published: InspectionPublished, work: Work) -> None:
    """Keeps an inspection, the newest word about it, and tells it with what looks wrong."""
    await _known_school(published.urn, work)
    inspection = Inspection(**published.model_dump(exclude={"urn", "report_url"}))
    told = InspectionRecorded(
        **published.model_dump(),
        inspection=f"{published.urn}-{published.inspected_on}",
        era=inspection.era,
        warnings=[{"code": w.code, "message": w.message} for w in inspection.warnings()],
    )
    event = _event(work)
    row = InspectionRow(**told.model_dump(), told_at=event.time, event_id=event.id)
    if await facts.keep_newest(work.session, row):
        work.record(told)


async def raise_concern(raised: ConcernRaised, work: Work) -> None:
    """Keeps a concern; of a restricted one only that there is one is told."""
    await _known_school(raised.urn, work)
    event = _event(work)
    row = ConcernRow(**raised.model_dump(), told_at=event.time, event_id=event.id)
    if await facts.keep_newest(work.session, row):
        work.record(
            ConcernRecorded(
                urn=raised.urn,
                concern=raised.concern,
                restricted=raised.restricted,
                kind=None if raised.restricted else raised.kind,
                severity=None if raised.restricted else raised.severity,
                raised_at=raised.raised_at.astimezone(UTC),
            )
        )


async def record_visit(recorded: VisitRecorded, work: Work) -> None:
    """Keeps a visit and its note."""
    await _known_school(recorded.urn, work)
    event = _event(work)
    row = VisitRow(**recorded.model_dump(), told_at=event.time, event_id=event.id)
    await facts.keep_newest(work.session, row)


async def _known_school(urn: str, work: Work) -> None:
    """Waits for a school that the register does not have yet.

    An import brings tens of thousands of schools at once and announces them by one key, not by
    one each; so whoever looks holds that key, and whoever waits waits for both.
    """
    await work.lock(REGISTER)
    if not await facts.is_school(work.session, urn):
        raise NotYet((f"school:{urn}", REGISTER))


def _event(work: Work) -> Event:
    assert work.event is not None  # noqa: S101 - only ever called for an event
    return work.event
