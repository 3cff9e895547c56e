"""Records an inspection, by event or by file: the latest word about it holds, each counted once."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal

from chassis import Event, Work
from chassis.domain import Reason, refuse
from schools.domain.inspections import Inspection
from schools.domain.power.judging import ELIGIBILITY
from schools.domain.same_inspection import completed, says_the_same
from schools.domain.school_facts import SchoolFacts
from schools.events.signals import InspectionRecorded
from schools.store import inspections as store
from schools.store.tables import InspectionRow
from schools.use_cases.register.schools import school_facts

Outcome = Literal["recorded", "known", "waiting"]


@dataclass(frozen=True)
class Source:
    """Who told of an inspection, and when: an event, or a file, which adds to what is known.

    A file's inspection that was published before `news_from` is history: nobody is mailed.
    """

    told_at: datetime
    event_id: str
    is_file: bool = False
    news_from: date | None = None

    def is_history(self, inspection: Inspection) -> bool:
        """Whether it was published long before the file came."""
        return self.news_from is not None and inspection.published_on < self.news_from


async def record_inspection(inspection: Inspection, work: Work, source: Source) -> Outcome:
    """Keeps the latest publication of an inspection, and announces it with its warnings.

    The same content again announces nothing. Refused: other content at the same instant.
    """
    row = await store.known_inspection(work.session, inspection)
    if row is not None:
        known = store.inspection_of(row)
        if source.is_file:
            inspection = completed(known, inspection)
        if says_the_same(known, inspection):
            row.told_at = max(row.told_at, source.told_at)
            row.inspection_number = row.inspection_number or inspection.inspection_number
            return "known"
        if row.told_at >= source.told_at:
            refuse(_contradiction(row) if row.told_at == source.told_at else [])
            return "known"
    school = await school_facts(inspection.urn, work)
    await work.changed(f"{ELIGIBILITY}:{inspection.urn}")  # a category makes eligible
    recorded = _recorded(inspection, school, source, row)
    kept = recorded.model_dump(exclude={"history"})
    await work.session.merge(
        InspectionRow(**kept, told_at=source.told_at, event_id=source.event_id)
    )
    work.record(recorded)
    return "recorded"


def _recorded(
    inspection: Inspection, school: SchoolFacts, source: Source, row: InspectionRow | None
) -> InspectionRecorded:
    warnings = inspection.warnings(state_funded=school.is_state_funded)
    return InspectionRecorded(
        **asdict(inspection),
        inspection=row.inspection if row else inspection.reference,
        era=inspection.era,
        warnings=[{"code": each.code, "message": each.message} for each in warnings],
        history=source.is_history(inspection),
    )


def _contradiction(row: InspectionRow) -> list[Reason]:
    return [
        Reason(
            "contradicts-earlier",
            f"The inspection {row.inspection} was published at the same time with other content. "
            "Send the correction with a later time.",
        )
    ]


def event_of(work: Work) -> Event:
    """The event in hand; these use cases are never commands."""
    assert work.event is not None  # noqa: S101 - only called for an event
    return work.event
