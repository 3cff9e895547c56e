"""Events out: a report was published."""

from typing import ClassVar

from pydantic import AwareDatetime

from chassis import OutgoingEvent


class ReportPublished(OutgoingEvent):
    """A report was published: its time, the newest event in it, and its definition."""

    event_type: ClassVar[str] = "council.reporting.report.published.v1"
    aggregate: ClassVar[str] = "report"
    reference: ClassVar[str] = "report"

    report: str
    name: str
    as_of: AwareDatetime
    position: int
    definition: str
    checksum: str


EVENTS: list[type[OutgoingEvent]] = [ReportPublished]
