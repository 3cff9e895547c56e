"""Events about what was observed of a school: inspections and concerns."""

from datetime import date, datetime
from typing import ClassVar, Literal

from chassis import OutgoingEvent


class InspectionRecorded(OutgoingEvent):
    """An inspection was published; the eras are never compared.

    `history`: a file told of it, long after its publication. Nobody needs to be told.
    """

    event_type: ClassVar[str] = "council.schools.inspection.recorded.v1"
    aggregate: ClassVar[str] = "inspection"
    reference: ClassVar[str] = "urn"

    urn: str
    inspection: str
    era: Literal["overall-grade", "sub-grades", "report-card", "monitoring"]
    framework: str
    inspected_on: date
    published_on: date
    overall: str | None
    judgements: dict[str, str]
    safeguarding: str | None
    category_of_concern: str | None
    inspection_number: str | None = None
    report_url: str | None
    warnings: list[dict[Literal["code", "message"], str]]
    history: bool = False

    @property
    def aggregate_reference(self) -> str:
        """The inspection, not the school that it is about."""
        return self.inspection


class ConcernRecorded(OutgoingEvent):
    """A concern was raised; kind, matter and severity of a restricted one stay in the service."""

    event_type: ClassVar[str] = "council.schools.concern.recorded.v1"
    aggregate: ClassVar[str] = "concern"
    reference: ClassVar[str] = "urn"

    urn: str
    concern: str
    restricted: bool
    kind: str | None
    severity: str | None
    matter: str | None = None
    raised_at: datetime

    @property
    def aggregate_reference(self) -> str:
        """The concern, not the school that it is about."""
        return self.concern


EVENTS: list[type[OutgoingEvent]] = [InspectionRecorded, ConcernRecorded]
