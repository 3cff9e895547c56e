"""Events in whose fields differ from the domain's values: rounds, and this service's own timers.

All others are read as the domain's own dataclasses: forms, panels, schools and `domain/commands`.
"""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

from applications.domain.round.rounds import Criterion


class RoundCategory(BaseModel):
    """The money of one category."""

    category: str
    most_per_award_pence: int
    ceiling_pence: int | None = None
    least_schools: int | None = None


class RoundReviews(BaseModel):
    """How the round's applications are reviewed."""

    least: int
    scale: int
    moderate_spread: int
    criteria: list[Criterion]


class RoundAnnouncement(BaseModel):
    """A round as announced."""

    round: str
    authority: str
    title: str
    fund_source: str
    opens_at: AwareDatetime
    deadline: AwareDatetime
    budget_pence: int
    panel: str
    categories: list[RoundCategory]
    reviews: RoundReviews
    themes: list[str] | None = None
    eligible_phases: list[str] | None = None
    eligible_kinds: list[str] | None = None
    partner_authorities: list[str] | None = None
    offer_days: int | None = None


class RoundClosing(BaseModel):
    """A round closed early or cancelled."""

    round: str
    kind: Literal["closed-early", "cancelled"]
    closed_at: AwareDatetime
    reason: str = ""


class OfferLapse(BaseModel):
    """The time of an offer ended; the subject is the application."""

    subject: str
    due: AwareDatetime


class SchoolUnknown(BaseModel):
    """A form has waited long enough for a school; the subject is the form."""

    subject: str
    due: AwareDatetime


class HoldOverdue(BaseModel):
    """Nobody acted on a school that closed; the subject is the application or the award."""

    subject: str
    due: AwareDatetime


class OfferClosing(BaseModel):
    """An offer ends soon; the subject is the application."""

    subject: str
    due: AwareDatetime


class ReviewDue(BaseModel):
    """Reviews are due soon or overdue; the subject is the application."""

    subject: str
    due: AwareDatetime


class MeetingChanged(BaseModel):
    """Something that a meeting looks at changed; the subject is the meeting and what changed it."""

    subject: str
    due: AwareDatetime
    meeting: str


class MeetingDue(BaseModel):
    """A meeting's papers are due; the subject is the meeting."""

    subject: str
    due: AwareDatetime


class ConditionDue(BaseModel):
    """A reminder of a condition; the subject is the application and the code."""

    subject: str
    due: AwareDatetime
    application: str
    code: str


class MilestoneDue(BaseModel):
    """A reminder of a milestone; the subject is the award and the number."""

    subject: str
    due: AwareDatetime
    award: str
    milestone: int


class FindingsDue(BaseModel):
    """A reminder of findings; the subject is the award."""

    subject: str
    due: AwareDatetime


class HubReported(BaseModel):
    """A learning hub's report of whom it reached."""

    award: str
    report: str
    begins: date = Field(alias="from")
    until: date
    schools: list[str]
    staff: int
    submitted_at: AwareDatetime
    sessions: int | None = None
