"""Inspections in their three eras, which are never compared, and what looks inconsistent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from schools.domain.refusals import Reason

Era = Literal["overall-grade", "sub-grades", "report-card"]

SUB_GRADES_FROM = date(2024, 9, 2)
REPORT_CARDS_FROM = date(2025, 11, 10)

FRAMEWORKS: dict[str, tuple[Era, ...]] = {
    "section-5-graded": ("overall-grade",),
    "sub-grades-only": ("sub-grades",),
    "report-card": ("report-card",),
    "ungraded": ("overall-grade", "sub-grades", "report-card"),
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
    """The era that an inspection belongs to, by the day it was made."""
    if inspected_on < SUB_GRADES_FROM:
        return "overall-grade"
    return "sub-grades" if inspected_on < REPORT_CARDS_FROM else "report-card"


def expected_category(judgements: Mapping[str, str], safeguarding: str | None) -> str | None:
    """The category of concern that the published rule for report cards gives."""
    urgent = {area for area, judgement in judgements.items() if judgement == URGENT}
    unsafe = safeguarding in {"Not met", "Not effective"}
    if LEADERSHIP in urgent and (unsafe or len(urgent) > 1):
        return "special-measures"
    return "requires-significant-improvement" if urgent or unsafe else None


@dataclass(frozen=True)
class Inspection:
    """One inspection, as it was published."""

    framework: str
    inspected_on: date
    published_on: date
    overall: str | None
    judgements: Mapping[str, str]
    safeguarding: str | None
    category_of_concern: str | None

    @property
    def era(self) -> Era:
        """The era by its day."""
        return era_of(self.inspected_on)

    def warnings(self) -> list[Reason]:
        """What does not fit; the inspection is kept as it was published all the same."""
        found = []
        if self.era not in FRAMEWORKS[self.framework]:
            message = f"A {self.framework} inspection does not belong to its day."
            found.append(Reason("framework", message))
        if self.published_on < self.inspected_on:
            found.append(Reason("published-before", "It was published before it was made."))
        if self.overall is not None and self.era != "overall-grade":
            message = "No overall grade is given since 2 September 2024."
            found.append(Reason("overall-grade", message))
        return found + (self._of_report_card() if self.framework == "report-card" else [])

    def _of_report_card(self) -> list[Reason]:
        missing = [area for area in AREAS if area not in self.judgements]
        found = [Reason("area-missing", f"There is no judgement of {area}.") for area in missing]
        if not self.judgements.keys() <= {*AREAS, *WHERE_RELEVANT}:
            found.append(Reason("area-unknown", "It judges an area that report cards do not have."))
        found += [
            Reason("scale", f"The judgement of {area} is not on the scale.")
            for area in (*AREAS, *WHERE_RELEVANT)
            if self.judgements.get(area, URGENT) not in SCALE
        ]
        return found + self._of_category()

    def _of_category(self) -> list[Reason]:
        rule = expected_category(self.judgements, self.safeguarding) or "no category"
        published = self.category_of_concern or "no category"
        if rule == published:
            return []
        message = f"The published rule gives {rule}, and {published} was published."
        return [Reason("category", message)]
