"""Events about a case of a school causing concern."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import BaseModel

from chassis import OutgoingEvent

Rag = Literal["red", "amber", "green"]
Warnings = list[dict[Literal["code", "message"], str]]


class CaseObjective(BaseModel):
    """An objective of the plan that holds."""

    code: str
    title: str
    key_objective: str | None
    priority: str | None
    rag: Rag
    due: date


class CaseReview(BaseModel):
    """A review that was held, and the date that it set for the next one."""

    held_on: date
    rag: Rag
    next_review: date


class CaseEvent(OutgoingEvent):
    """The case as it is known now: never what officers wrote of its progress or its closing.

    `rag` is the last review's, null before one was held. `review_due` is null once the case is
    over. `open_actions` are the codes of the plan's open actions. `previous` is the case that this
    one goes on with, `successor` the academy that its school became.
    """

    aggregate: ClassVar[str] = "case"
    reference: ClassVar[str] = "case"

    case: str
    urn: str
    name: str
    la_code: str
    state: Literal["open", "closed", "ended"]
    aim: str
    lead: str | None
    priorities: list[str]
    previous: str | None
    opened_at: datetime
    review_due: date | None
    rag: Rag | None
    reviews: list[CaseReview]
    reviews_missed: int
    objectives: list[CaseObjective]
    open_actions: list[str]
    closed_on: date | None
    outcome: str | None
    successor: str | None
    tell_school: bool = False


class CaseOpened(CaseEvent):
    """The case was opened; `corrected` where its opening was sent again, or its school reopened."""

    event_type: ClassVar[str] = "council.schools.case.opened.v1"

    corrected: bool
    warnings: Warnings


class CasePlanned(CaseEvent):
    """A plan was recorded; a warning says where it shows that the case is not closed after all."""

    event_type: ClassVar[str] = "council.schools.case.planned.v1"

    warnings: Warnings


class CaseReviewed(CaseEvent):
    """A review was held on this day; it may have been recorded later."""

    event_type: ClassVar[str] = "council.schools.case.reviewed.v1"

    held_on: date
    next_review: date


class CaseReviewDueSoon(CaseEvent):
    """The review is due in ten working days."""

    event_type: ClassVar[str] = "council.schools.case.review-due-soon.v1"

    due: date


class CaseReviewMissed(CaseEvent):
    """No review was held by this date; `held_on` is when it was held late, null before it is."""

    event_type: ClassVar[str] = "council.schools.case.review-missed.v1"

    due: date
    held_on: date | None


class CaseClosed(CaseEvent):
    """An officer closed the case, or it ended with its school."""

    event_type: ClassVar[str] = "council.schools.case.closed.v1"


EVENTS: list[type[OutgoingEvent]] = [
    CaseOpened,
    CasePlanned,
    CaseReviewed,
    CaseReviewDueSoon,
    CaseReviewMissed,
    CaseClosed,
]
