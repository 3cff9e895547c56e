"""Inspections by era, which are never compared, and what is inconsistent in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from schools.domain.rejections import Reason

Era = Literal["overall-grade", "sub-grades", "report-card", "monitoring"]

LONDON = ZoneInfo("Europe/London")
SUB_GRADES_FROM = date(2024, 9, 2)
REPORT_CARDS_FROM = date(2025, 11, 10)  # ungraded inspections ended, monitoring visits began

FRAMEWORKS: dict[str, tuple[Era, ...]] = {
    "section-5-graded": ("overall-grade",),
    "sub-grades-only": ("sub-grades",),
    "report-card": ("report-card",),
    "ungraded": ("overall-grade", "sub-grades", "report-card"),
    "monitoring": ("monitoring",),
}
URGENT = "Urgent improvement"
SCALE = (URGENT, "Needs attention", "Expected standard", "Strong standard", "Exceptional")
LEADERSHIP = "Leadership and governance"
AREAS = (
    "Inclusion",
    "Curriculum and teaching",
    "Achievement",
    "Attendance and behaviour",
    "Personal development and wellbeing",
    LEADERSHIP,
)
WHERE_RELEVANT = ("Early years", "Post-16 provision")


def era_of(inspected_on: date) -> Era:
    """The era of an inspection, by its date."""
    if inspected_on < SUB_GRADES_FROM:
        return "overall-grade"
    return "sub-grades" if inspected_on < REPORT_CARDS_FROM else "report-card"


def expected_category(judgements: Mapping[str, str], safeguarding: str | None) -> str | None:
    """The category of concern by the published rule for report cards; None where it gives none."""
    urgent = {area for area, judgement in judgements.items() if judgement == URGENT}
    unsafe = safeguarding in {"Not met", "Not effective"}
    if LEADERSHIP in urgent and (unsafe or len(urgent) > 1):
        return "special-measures"
    return "requires-significant-improvement" if urgent or unsafe else None


@dataclass(frozen=True)
class Inspection:
    """One inspection as it was published.

    Of `category_of_concern`, "none" is none any more, and None: the publication does not say.
    """

    urn: str
    framework: str
    inspected_on: date
    published_on: date
    overall: str | None = None
    judgements: dict[str, str] = field(default_factory=dict)
    safeguarding: str | None = None
    category_of_concern: str | None = None
    inspection_number: str | None = None
    report_url: str | None = None

    @property
    def reference(self) -> str:
        """The inspection's own number, else school, framework of a monitoring visit, and date."""
        if self.inspection_number is not None:
            return self.inspection_number
        kind = "monitoring-" if self.framework == "monitoring" else ""
        return f"{self.urn}-{kind}{self.inspected_on}"

    @property
    def era(self) -> Era:
        """The era by the date; monitoring visits give no grades and have an era of their own."""
        return "monitoring" if self.framework == "monitoring" else era_of(self.inspected_on)

    def warnings(self, *, state_funded: bool = True) -> list[Reason]:
        """What is inconsistent; the inspection is kept as it was published all the same.

        Independent schools have an overall grade after 2 September 2024 too.
        """
        found: list[Reason] = []
        if self.era not in FRAMEWORKS[self.framework]:
            message = f"There was no {self.framework} inspection on {self.inspected_on}."
            found.append(Reason("framework", message))
        if self.published_on < self.inspected_on:
            message = "The publication date is before the inspection date."
            found.append(Reason("published-before", message))
        if state_funded and self.overall is not None and self.era != "overall-grade":
            message = "Inspections have had no overall grade since 2 September 2024."
            found.append(Reason("overall-grade", message))
        if self.framework == "monitoring" and self.judgements:
            found.append(Reason("monitoring-graded", "A monitoring visit gives no grades."))
        return found + (self._of_report_card() if self.framework == "report-card" else [])

    def _of_report_card(self) -> list[Reason]:
        missing = [area for area in AREAS if area not in self.judgements]
        found = [Reason("area-missing", f"There is no judgement for {area}.") for area in missing]
        if not self.judgements.keys() <= {*AREAS, *WHERE_RELEVANT}:
            message = "It has a judgement for an area that report cards do not have."
            found.append(Reason("area-unknown", message))
        found += [
            Reason("scale", f"The judgement for {area} is not one of the report card's grades.")
            for area in (*AREAS, *WHERE_RELEVANT)
            if self.judgements.get(area, URGENT) not in SCALE
        ]
        return found + self._of_category()

    def _of_category(self) -> list[Reason]:
        rule = expected_category(self.judgements, self.safeguarding) or "none"
        if rule == (self.category_of_concern or "none"):
            return []
        published = self.category_of_concern or "no category"
        message = f"The published rule gives {rule}, but the publication gives {published}."
        return [Reason("category", message)]


def publication(inspection: Inspection) -> datetime:
    """The instant from which it is public: the beginning of its day of publication in London."""
    return datetime.combine(inspection.published_on, time(0), LONDON).astimezone(UTC)


def is_published(inspection: Inspection, now: datetime) -> bool:
    """Whether its day of publication has begun."""
    return now >= publication(inspection)
