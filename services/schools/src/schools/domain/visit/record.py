"""What is known of a visit, and the state that follows from it in whatever order it arrived."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from chassis.domain import Aggregate, Calendar, MustWait, day_begins, london_date, moved
from schools.domain.visit.commands import Answer, Note

DAYS_TO_WRITE = 5  # working days from the visit until the note reaches the school [default]
DAYS_TO_ANSWER = 10  # working days from the note until it is published without an answer [default]


@dataclass(kw_only=True)
class VisitRecord(Aggregate):
    """Every fact about one visit, in the order of their instants; its state follows from them.

    The days are counted by the calendar at hand. In years whose bank holidays are not known only
    weekends are left out.
    """

    reference: str
    name: str = ""  # of the school, as the register had it at the last change
    la_code: str = ""
    notes: list[Note] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    note_due: date | None = None  # the last day on which the note was in time
    passed: list[datetime] = field(default_factory=list)  # notes whose time to answer went by
    announced_late: bool = False

    @property
    def note(self) -> Note:
        """The note that holds; an answer waits for it."""
        if not self.notes:
            raise MustWait("visit", self.reference)
        return self.notes[-1]

    @property
    def urn(self) -> str:
        """The school."""
        return self.note.urn

    @property
    def visited_on(self) -> date:
        """The day of the visit."""
        return self.note.visited_on

    def answered_note(self, answer: Answer) -> Note | None:
        """The note that it names, else the last one before it; None if neither is known."""
        named = answer.note_recorded_at
        if named is not None:
            return next((each for each in self.notes if each.recorded_at == named), None)
        earlier = [each for each in self.notes if each.recorded_at <= answer.answered_at]
        return earlier[-1] if earlier else None

    @property
    def answer(self) -> Answer | None:
        """The last answer to the note that holds."""
        note = self.note
        given = [each for each in self.answers if self.answered_note(each) is note]
        return given[-1] if given else None

    @property
    def late(self) -> bool:
        """Whether the first note came after its last day."""
        first = self.notes[0].recorded_at
        return self.note_due is not None and london_date(first) > self.note_due

    @property
    def published_because(self) -> str | None:
        """answered, not-answered, or None while the school has time to answer."""
        if self.answer:
            return "answered"
        return "not-answered" if self.note.recorded_at in self.passed else None

    def publication(self, calendar: Calendar) -> datetime:
        """When the note is published without an answer: as the next working day begins."""
        return day_begins(moved(london_date(self.note.recorded_at), DAYS_TO_ANSWER + 1, calendar))

    def public(self) -> dict[str, Any]:
        """The public state that every event of a visit carries: never the note."""
        note, answer = self.note, self.answer
        return {
            "visit": self.reference,
            "urn": self.urn,
            "name": self.name,
            "la_code": self.la_code,
            "adviser": note.adviser,
            "visited_on": self.visited_on,
            "purpose": note.purpose,
            "support": note.support,
            "recorded_at": note.recorded_at.astimezone(UTC),
            "late": self.late,
            "answered_at": answer.answered_at.astimezone(UTC) if answer else None,
            "accurate": answer.accurate if answer else None,
            "corrections": answer.corrections if answer else None,
            "published_because": self.published_because,
        }
