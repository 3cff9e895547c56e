"""Events in, from casework: rounds, panels and everything that happens to an application."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel


class RoundCategory(BaseModel):
    """The money of one category."""

    category: str
    most_per_award_pence: int
    ceiling_pence: int | None = None
    least_schools: int | None = None


class ReviewCriterion(BaseModel):
    """What reviewers score."""

    code: str
    title: str
    weight: int


class RoundReviews(BaseModel):
    """How the round's applications are reviewed."""

    least: int
    scale: int
    moderate_spread: int
    criteria: list[ReviewCriterion]


class RoundAnnouncement(BaseModel):
    """A round as announced; the deadline stays as typed until its rule has read it."""

    round: str
    authority: str
    title: str
    fund_source: str
    opens_at: AwareDatetime
    deadline: str
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


class Seat(BaseModel):
    """One seat of a panel."""

    person: str
    seat: str
    schools: list[str] = []
    substitutes: list[str] = []


class PanelQuorum(BaseModel):
    """What makes the panel quorate."""

    fraction: str
    seats_required: list[str] = []


class PanelAppointment(BaseModel):
    """A panel as appointed."""

    panel: str
    authority: str
    title: str
    members: list[Seat]
    quorum: PanelQuorum


class InterestDeclaration(BaseModel):
    """A person's declaration."""

    application: str
    person: str
    nature: str
    declared_at: AwareDatetime
    note: str = ""


class Score(BaseModel):
    """One criterion's score."""

    criterion: str
    score: int
    justification: str


class ReviewRecord(BaseModel):
    """One person's review."""

    application: str
    reviewer: str
    scores: list[Score]
    recorded_at: AwareDatetime


class Meeting(BaseModel):
    """The meeting that decided."""

    reference: str
    held_on: date


class CastVote(BaseModel):
    """One person's vote."""

    person: str
    vote: Literal["for", "against", "abstain"]


class SetCondition(BaseModel):
    """A condition of an approval."""

    code: str
    text: str
    due: date


class DecisionRecord(BaseModel):
    """The panel's decision."""

    application: str
    meeting: Meeting
    outcome: Literal["approved", "approved-with-conditions", "declined", "deferred"]
    awarded_pence: int
    reasons: str
    votes: list[CastVote]
    recorded_by: str
    recorded_at: AwareDatetime
    conditions: list[SetCondition] = []


class ReleaseRecord(BaseModel):
    """The council's release of a decision."""

    application: str
    meeting: str
    authorised_under: str
    released_by: str
    released_at: AwareDatetime


class ConditionFinding(BaseModel):
    """An officer found a condition met."""

    application: str
    code: str
    note: str
    found_by: str
    found_at: AwareDatetime


class MilestoneAssessment(BaseModel):
    """An officer's finding on a milestone's evidence."""

    award: str
    milestone: int
    evidence_submitted_at: AwareDatetime
    result: Literal["accepted", "returned"]
    note: str
    assessed_by: str
    assessed_at: AwareDatetime
