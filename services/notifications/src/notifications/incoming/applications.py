"""Events about an application, its decision and its offer."""

from datetime import date

from pydantic import AwareDatetime, Field

from notifications.incoming.base import Incoming, Reason


class Partner(Incoming):
    """A partner school and its share of the award."""

    urn: str
    share_pence: int | None = None


class Condition(Incoming):
    """A condition to meet before any payment."""

    code: str
    text: str
    due: date


class Milestone(Incoming):
    """A milestone of an offer or an award."""

    number: int
    title: str
    due: date
    amount_pence: int
    state: str = "due"


class Application(Incoming):
    """An application as its events carry it."""

    application: str
    form_reference: str
    round: str
    authority: str
    category: str
    theme: str | None = None
    title: str
    lead_school: str
    partners: list[Partner]
    requested_pence: int
    submitted_at: AwareDatetime
    awarded_pence: int | None = None
    outcome: str | None = None
    state: str | None = None


class IneligibleApplication(Application):
    """An application that is not eligible, with the reasons."""

    reasons: list[Reason]


class EndedApplication(Application):
    """An application that was withdrawn, superseded or cancelled.

    Why a school withdrew is not told. `on_hold`: an officer ended it while it was on hold.
    """

    reason: str | None = None
    by: str | None = None
    on_hold: bool = False


class HeldApplication(Application):
    """An application that waits for the successor of a school, or goes on again."""

    urn: str
    reason: str
    successors: list[str] = Field(default_factory=list)
    held_since: AwareDatetime | None = None
    novated: bool = False


class NovatedApplication(Application):
    """What one school had in an application moved to another."""

    from_urn: str
    successor: str
    ground: str
    answer_by: AwareDatetime | None = None


class ConsentAnswer(Application):
    """A partner's own word on its consent."""

    urn: str
    answer: str


class ReviewStep(Application):
    """Reviews that somebody is asked for; `reviewers` are those whom the event is about."""

    reviewers: list[str] = Field(default_factory=list)
    due: date
    working_days_late: int | None = None


class Reviewed(Application):
    """The state of an application's reviews; no scores."""

    reviewers: list[str] = Field(default_factory=list)

    reviews: int
    spread: int | None = None
    moderation_needed: bool = False


class MeetingDecision(Application):
    """A decision of a meeting that an interest voided or flagged; no outcome."""

    meeting: str


class ReleasedDecision(Application):
    """The council's decision on an application."""

    outcome: str
    reasons: str
    conditions: list[Condition] = Field(default_factory=list)
    appeal_by: AwareDatetime | None = None  # of a decline; None in events of earlier versions


class Appeal(Application):
    """An appeal against the decision of a meeting; its grounds stay with the officers."""

    meeting: str
    received_at: AwareDatetime


class AppealDecision(Application):
    """What became of an appeal: `outcome` is upheld, upheld-unfunded or dismissed."""

    outcome: str
    meeting: str
    reasons: str


class WaiverUsed(Application):
    """A rule that an officer waived for the application, and why."""

    waives: str
    reason: str


class Offer(Application):
    """An offer, open until `answer_by`."""

    answer_by: AwareDatetime


class LapsedOffer(Offer):
    """An offer that ended: in time, or for a reason such as partner-left."""

    reason: str | None = None


class OfferMade(Offer):
    """An offer with the decision that it follows from.

    An offer of an earlier version carries no reasons, conditions or milestones.
    """

    reasons: str | None = None
    conditions: list[Condition] = Field(default_factory=list)
    milestones: list[Milestone] = Field(default_factory=list)


class ConditionStep(Application):
    """A condition that is due soon, overdue or met."""

    code: str
    text: str
    due: date
    working_days_late: int | None = None
