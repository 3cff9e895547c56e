"""What follows from each change of a case: its end, its missed reviews, the next reminder."""

from dataclasses import dataclass
from datetime import date

from chassis.domain import TimerChange, first_after, london_date, reached, steps
from schools.domain.case.commands import Closing
from schools.domain.case.record import CaseRecord
from schools.domain.case.surroundings import Ending, Surroundings, ending_of

REVIEW_DAYS = (-10, 1)  # working days before the review date and after it [default]
REVIEW_TIMER = "case-review"
Standing = tuple[Closing | None, Ending | None]
OPEN: Standing = (None, None)


@dataclass(kw_only=True)
class Following(CaseRecord):
    """A case that tells what follows; its timer is set while it is open."""

    def judge_school(self, around: Surroundings) -> None:
        """The register changed the school: closed, it ends the case, and open it resumes it."""
        ending = ending_of(around.school, london_date(around.now))
        if ending is None:
            self.resume_with_school(around)
        else:
            self.end_with_school(ending.kind, ending.on, ending.successor)

    def end_with_school(self, kind: str, on: date, successor: str | None) -> None:
        """The school closed or converted on this day; a case that was closed stays as it is."""
        before = self._standing()
        self.ending = Ending(kind=kind, on=on, successor=successor)
        self._conclude(before)

    def resume_with_school(self, around: Surroundings) -> None:
        """The register took the closure or the conversion back."""
        before, state = self._standing(), self.state
        self.ending = None
        self._see(around)
        if self.state != state:
            self._happened("case.opened", tell_school=False, corrected=True, warnings=[])
        self._settle(around, before)

    def remind(self, around: Surroundings) -> None:
        """The timer is due: reminds of the review, or notes that its date went by."""
        before, due = self._standing(), self.review_due
        if due and due not in self.passed:
            self._see(around)
            step = reached(around.now, steps(due, REVIEW_DAYS, around.calendar))
            if step and step.days > 0:
                self.passed.append(due)
            elif step and due not in self.reminded and london_date(around.now) <= due:
                self.reminded.append(due)
                self._happened("case.review-due-soon", due=due)
        self._settle(around, before)

    def _see(self, around: Surroundings) -> None:
        self.name, self.la_code = around.school.name, around.school.la_code

    def _standing(self) -> Standing:
        closing = self.closing
        return closing, None if closing else self.ending

    def _settle(self, around: Surroundings, before: Standing) -> None:
        """Publish what follows from the change, and set the timer of the next review."""
        self._conclude(before)
        due = self.review_due
        if due and due not in self.passed:
            at = first_after(around.now, steps(due, REVIEW_DAYS, around.calendar))
            self.timers.append(TimerChange(REVIEW_TIMER, self.reference, at))

    def _conclude(self, before: Standing) -> None:
        closing, ending = self._standing()
        if (closing, ending) not in {before, OPEN}:
            tell_school = closing.tell_school if closing else False
            self._happened("case.closed", tell_school=tell_school)
        for each in self.missed:
            if each.due not in self.announced:
                self.announced.append(each.due)
                self._happened("case.review-missed", due=each.due, held_on=each.held_on)
        self.timers.append(TimerChange(REVIEW_TIMER, self.reference))
