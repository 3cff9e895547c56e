"""Events about what the programme achieved: results and stories."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel

from chassis import OutgoingEvent

Objective = Literal["leadership-capacity", "teaching-and-learning", "community-engagement"]


class PublicMeasure(BaseModel):
    """One figure. Null: suppressed, or not known; figures of cohorts below five are."""

    code: str
    title: str
    value: float | None
    unit: Literal["percent", "points", "count"]
    better: Literal["higher", "lower"]
    headline: bool
    national: float | None
    disadvantaged: float | None
    cohort: int | None


class ResultsRecorded(OutgoingEvent):
    """The results of a school, year and stage: the highest version that was published."""

    event_type: ClassVar[str] = "council.schools.results.recorded.v1"
    aggregate: ClassVar[str] = "results"
    reference: ClassVar[str] = "urn"

    urn: str
    name: str
    la_code: str
    academic_year: str
    stage: str
    version: Literal["provisional", "revised", "final"]
    published_on: date
    measures: list[PublicMeasure]

    @property
    def aggregate_reference(self) -> str:
        """The year and stage, not the school alone."""
        return f"{self.urn}/{self.academic_year}/{self.stage}"


class StoryRecorded(OutgoingEvent):
    """A story was published, changed or withdrawn."""

    event_type: ClassVar[str] = "council.schools.story.recorded.v1"
    aggregate: ClassVar[str] = "story"
    reference: ClassVar[str] = "story"

    story: str
    title: str
    url: str
    urns: list[str]
    objective: Objective
    published_on: date
    award: str | None
    withdrawn: bool


EVENTS: list[type[OutgoingEvent]] = [ResultsRecorded, StoryRecorded]
