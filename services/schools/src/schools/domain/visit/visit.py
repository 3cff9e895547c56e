"""The visit as an aggregate: its note is recorded, answered by the school, and published."""

from dataclasses import dataclass
from datetime import datetime

from chassis.domain import (
    Calendar,
    Reason,
    TimerChange,
    in_full,
    in_words,
    is_known,
    london_date,
    moved,
    refuse,
    working_days_late,
)
from schools.domain.latest import add
from schools.domain.school_facts import SchoolFacts
from schools.domain.visit.commands import Answer, Note
from schools.domain.visit.record import DAYS_TO_WRITE, VisitRecord
from schools.domain.waiting import WaitsFor

PUBLICATION_TIMER = "visit-publication"
Standing = tuple[datetime, Answer | None, str | None] | None


@dataclass(kw_only=True)
class Visit(VisitRecord):
    """One visit; every change of what is known about it is one of its methods."""

    def record(self, note: Note, school: SchoolFacts, calendar: Calendar) -> None:
        """Keep a note; the last one holds, and the school answers it anew."""
        if is_known(self.notes, note, lambda each: each.recorded_at, "The note of the visit"):
            return
        refuse(_dated_before_the_visit(note))
        before, public = self._standing(), self.public() if self.notes else None
        add(self.notes, note, lambda each: each.recorded_at)
        self.name, self.la_code = school.name, school.la_code
        self.note_due = moved(self.note.visited_on, DAYS_TO_WRITE, calendar)
        if self.note is note or self.public() != public:
            self._happened("visit.recorded")
        self._tell_late(calendar)
        self._settle(before, calendar)

    def answered(self, answer: Answer, calendar: Calendar) -> None:
        """Waits for the note that it answers; an answer to an earlier note changes nothing."""
        before = self._standing()
        if is_known(self.answers, answer, lambda each: each.answered_at, "The answer"):
            return
        if self.note and self.answered_note(answer) is None:
            at = answer.note_recorded_at or answer.answered_at
            named = [f"note:{self.reference}/{at.isoformat()}"]
            raise WaitsFor("visit", self.reference, named)
        add(self.answers, answer, lambda each: each.answered_at)
        self._settle(before, calendar)

    def time_is_up(self, now: datetime, calendar: Calendar) -> None:
        """The timer is due: without an answer the note is published as such."""
        before = self._standing()
        if self.published_because is None and now >= self.publication(calendar):
            self.passed.append(self.note.recorded_at)
        self._settle(before, calendar)

    def _standing(self) -> Standing:
        if not self.notes:
            return None
        return self.note.recorded_at, self.answer, self.published_because

    def _tell_late(self, calendar: Calendar) -> None:
        if not self.late or self.announced_late or self.note_due is None:
            return
        self.announced_late = True
        days = working_days_late(self.note_due, self.notes[0].recorded_at, calendar)
        self._happened("visit.late", due=self.note_due, working_days_late=days)

    def _settle(self, before: Standing, calendar: Calendar) -> None:
        """Publish what follows from the change, and set or cancel the timer."""
        after = self._standing()
        if after != before and self.published_because:
            if self.answer:
                self._happened("visit.answered")
            self._happened("visit.published", note=self.note.note)
        due = None if self.published_because else self.publication(calendar)
        self.timers.append(TimerChange(PUBLICATION_TIMER, self.reference, due))


def _dated_before_the_visit(note: Note) -> list[Reason]:
    if london_date(note.recorded_at) >= note.visited_on:
        return []
    message = (
        f"The note of visit {note.visit} was recorded at {in_words(note.recorded_at)}, before the "
        f"visit on {in_full(note.visited_on)}. Send it again with the right dates."
    )
    return [Reason("dated-before-its-cause", message)]
