"""Events in, as far as this service reads them: further fields are ignored."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class Told(BaseModel):
    """Something that another system says about a school."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    urn: str


class InspectionPublished(Told):
    """Ofsted published an inspection."""

    framework: str
    inspected_on: date
    published_on: date
    overall: str | None = None
    judgements: dict[str, str] = {}
    safeguarding: str | None = None
    category_of_concern: str | None = None
    report_url: str | None = None


class ConcernRaised(Told):
    """Somebody raised a concern."""

    concern: str
    kind: str
    severity: str
    summary: str
    raised_at: datetime
    restricted: bool
    raised_by: str | None = None


class VisitRecorded(Told):
    """An adviser recorded a visit."""

    visit: str
    adviser: str
    visited_on: date
    purpose: str
    note: str
    recorded_at: datetime
    support: str | None = None
