"""Events out: reviews, the panel's decision, its release and the offer."""

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime, BaseModel, Field

from applications.events.applications import PublicApplication


class Condition(BaseModel):
    """What must be met before money flows."""

    code: str
    text: str
    due: date


class ReviewCompleted(PublicApplication):
    """All reviews are in; holds no score. `reviewers` are those whose reviews count."""

    event_type: ClassVar[str] = "council.applications.review.completed.v1"

    reviews: int
    spread: int
    moderation_needed: bool
    reviewers: list[str] = Field(default_factory=list)


class ReviewStep(PublicApplication):
    """Who is asked to review by when; nobody and null where no reviewers were assigned."""

    reviewers: list[str] = Field(default_factory=list)
    due: date | None = None
    working_days_late: int | None = None


class ReviewReopened(ReviewStep):
    """An interest or an assignment took out a review, so that one more is needed."""

    event_type: ClassVar[str] = "council.applications.review.reopened.v1"

    reviews: int


class ReviewersAssigned(ReviewStep):
    """Reviewers were asked to score; each assignment replaces the one before."""

    event_type: ClassVar[str] = "council.applications.reviewers.assigned.v1"


class ReviewModerated(ReviewStep):
    """Reviewers far apart agreed on one score; holds no score."""

    event_type: ClassVar[str] = "council.applications.review.moderated.v1"


class ReviewDueSoon(ReviewStep):
    """Reviews are due soon; `reviewers` are those who have not scored."""

    event_type: ClassVar[str] = "council.applications.review.due-soon.v1"


class ReviewOverdue(ReviewStep):
    """Reviews are overdue; `reviewers` are those who have not scored."""

    event_type: ClassVar[str] = "council.applications.review.overdue.v1"


class ApplicationDecided(PublicApplication):
    """The panel decided; restricted, so neither outcome nor pence."""

    event_type: ClassVar[str] = "council.applications.application.decided.v1"

    meeting: str
    version: int


class DecisionVoided(PublicApplication):
    """An interest took the unreleased decision's quorum or majority; it goes back to the panel."""

    event_type: ClassVar[str] = "council.applications.decision.voided.v1"

    meeting: str
    version: int


class DecisionFlagged(PublicApplication):
    """An interest was declared after the release: the decision holds, the director checks it."""

    event_type: ClassVar[str] = "council.applications.decision.flagged.v1"

    meeting: str
    version: int


class DecisionReleased(PublicApplication):
    """The council released the decision to the applicant."""

    event_type: ClassVar[str] = "council.applications.decision.released.v1"

    meeting: str
    version: int
    reasons: str
    conditions: list[Condition]
    authorised_under: str
    released_at: AwareDatetime
    appeal_by: AwareDatetime | None = None  # of a decline: from then on an appeal is late


class OfferedMilestone(BaseModel):
    """One milestone of an offer, with its part of the award."""

    number: int
    title: str
    due: date
    amount_pence: int


class OfferMade(PublicApplication):
    """An approved application's offer, open until `answer_by` (half open).

    It carries all that its one message to the contact and the head teacher says.
    """

    event_type: ClassVar[str] = "council.applications.offer.made.v1"

    meeting: str
    answer_by: AwareDatetime
    reasons: str
    conditions: list[Condition]
    milestones: list[OfferedMilestone]


class OfferAccepted(PublicApplication):
    """The school accepted in time."""

    event_type: ClassVar[str] = "council.applications.offer.accepted.v1"

    meeting: str
    answer_by: AwareDatetime
    answered_at: AwareDatetime


class OfferDeclined(PublicApplication):
    """The school declined in time."""

    event_type: ClassVar[str] = "council.applications.offer.declined.v1"

    meeting: str
    answer_by: AwareDatetime
    answered_at: AwareDatetime
    freed_pence: int


class OfferLapsed(PublicApplication):
    """Nobody answered in time; an answer given earlier that arrives later still undoes this.

    `reason` is partner-left where too few schools were left; null where time ran out.
    """

    event_type: ClassVar[str] = "council.applications.offer.lapsed.v1"

    meeting: str
    answer_by: AwareDatetime
    freed_pence: int
    reason: str | None = None
