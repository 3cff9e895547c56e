"""What the rules of a tier look at: everything that is known of one school on one day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from schools.domain.results import Results

CONCERN_COUNTS = timedelta(days=365)  # nobody says yet that one is resolved [default]
VACANCY_COUNTS_AFTER = timedelta(weeks=13)  # [default]
GRADED = {"section-5-graded", "sub-grades-only", "report-card"}
UNSAFE = {"Not met", "Not effective"}


@dataclass(frozen=True)
class InspectionSignal:
    """An inspection as it was published; eras are never compared."""

    reference: str
    framework: str
    inspected_on: date
    overall: str | None = None
    judgements: dict[str, str] = field(default_factory=dict)
    safeguarding: str | None = None
    category_of_concern: str | None = None


@dataclass(frozen=True)
class ConcernSignal:
    """A concern; of a restricted one the rules know only that there is one."""

    reference: str
    raised_on: date
    restricted: bool
    kind: str | None = None
    severity: str | None = None
    matter: str | None = None


@dataclass(frozen=True)
class Signals:
    """All signals of one school, on `today` in London."""

    today: date
    academy: bool = False
    inspections: tuple[InspectionSignal, ...] = ()
    concerns: tuple[ConcernSignal, ...] = ()
    results: tuple[Results, ...] = ()
    statutory: tuple[str, ...] = ()  # running notices, coasting, targeted RISE: their references

    def latest(self, framework: Iterable[str] = GRADED) -> InspectionSignal | None:
        """The latest inspection of these frameworks."""
        chosen = [each for each in self.inspections if each.framework in set(framework)]
        return max(chosen, key=_when, default=None)

    def latest_on_safeguarding(self) -> InspectionSignal | None:
        """The latest inspection that says something about safeguarding."""
        return max(
            (each for each in self.inspections if each.safeguarding), key=_when, default=None
        )

    def category(self) -> InspectionSignal | None:
        """The inspection whose category of concern is in force: the latest that says."""
        chosen = [each for each in self.inspections if each.category_of_concern]
        latest = max(chosen, key=_when, default=None)
        return None if latest is None or latest.category_of_concern == "none" else latest

    def recent_concerns(self) -> list[ConcernSignal]:
        """Those of the last 365 days."""
        return [each for each in self.concerns if self.today < each.raised_on + CONCERN_COUNTS]

    def vacancies(self) -> list[ConcernSignal]:
        """Those of them that tell of a vacancy older than 13 weeks."""
        since = self.today - VACANCY_COUNTS_AFTER
        return [each for each in self.recent_concerns() if each.matter and each.raised_on < since]

    def changes_on(self) -> date | None:
        """The next day on which time alone changes what counts."""
        days = [each.raised_on + CONCERN_COUNTS for each in self.concerns]
        days += [
            each.raised_on + VACANCY_COUNTS_AFTER + timedelta(days=1)
            for each in self.concerns
            if each.matter
        ]
        return min((day for day in days if day > self.today), default=None)


def _when(inspection: InspectionSignal) -> tuple[date, str]:
    return inspection.inspected_on, inspection.reference
