"""What other systems report or ask for, with just the fields that this service reads."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from applications.domain.panel.decisions import Condition
from applications.domain.panel.panels import Vote
from applications.domain.panel.reviews import Score

LEADING = ("headteacher", "chair-of-governors")


@dataclass(frozen=True)
class Withdrawal:
    """The lead school withdrew its application."""

    form_reference: str
    withdrawn_at: datetime


@dataclass(frozen=True)
class WaiverGrant:
    """An officer waived a rule for one form, with a reason and an end.

    `until` is the last London day of receipt where the form is late, else the award's last day.
    """

    form_reference: str
    waives: Literal["late", "proposed-to-close", "double-funding", "one-live-application"]
    reason: str
    until: date
    granted_by: str
    granted_at: datetime
    urn: str | None = None
    against: str | None = None


@dataclass(frozen=True)
class Role:
    """A role that the directory gives a person, in a scope such as urn:123456."""

    role: str
    scope: str


@dataclass(frozen=True)
class DirectoryPerson:
    """The directory's word on a person; neither name nor address is read here."""

    person: str
    active: bool
    roles: tuple[Role, ...]

    @property
    def schools(self) -> tuple[str, ...]:
        """The schools that they lead, or whose governors they chair."""
        held = {each.scope for each in self.roles if each.role in LEADING} if self.active else set()
        return tuple(sorted(scope[4:] for scope in held if scope.startswith("urn:")))


@dataclass(frozen=True)
class Posts:
    """What is kept of the directory's word: the schools that a person leads."""

    person: str
    schools: tuple[str, ...]


@dataclass(frozen=True)
class InterestDeclaration:
    """A person declared an interest in an application, or that they have none."""

    application: str
    person: str
    nature: str
    declared_at: datetime


@dataclass(frozen=True)
class ReviewRecord:
    """A reviewer scored an application."""

    application: str
    reviewer: str
    scores: tuple[Score, ...]
    recorded_at: datetime


@dataclass(frozen=True)
class ReviewerAssignment:
    """Reviewers were assigned to an application, whole each time."""

    application: str
    reviewers: tuple[str, ...]
    due: date
    assigned_by: str
    assigned_at: datetime


@dataclass(frozen=True)
class ReviewModeration:
    """The reviewers of an application agreed on one score for each criterion."""

    application: str
    scores: tuple[Score, ...]
    note: str
    moderated_by: str
    moderated_at: datetime


@dataclass(frozen=True)
class Meeting:
    """The meeting that decided."""

    reference: str
    held_on: date


@dataclass(frozen=True)
class DecisionRecord:
    """The panel's decision, as it was recorded."""

    application: str
    meeting: Meeting
    outcome: Literal["approved", "approved-with-conditions", "declined", "deferred"]
    awarded_pence: int
    reasons: str
    votes: tuple[Vote, ...]
    recorded_by: str
    recorded_at: datetime
    conditions: tuple[Condition, ...] = ()
    about: Literal["award", "variation", "appeal"] = "award"
    appealed_meeting: str | None = None
    variation: str | None = None


@dataclass(frozen=True)
class AppealForm:
    """An applicant asked for a decision to be reconsidered."""

    application: str
    meeting: str
    grounds: str
    received_at: datetime


@dataclass(frozen=True)
class ReleaseRecord:
    """The council released a decision to the applicant."""

    application: str
    meeting: str
    authorised_under: str
    released_by: str
    released_at: datetime


@dataclass(frozen=True)
class OfferAnswer:
    """A school answered its offer; the signatory's name is not read here."""

    application: str
    meeting: str
    answer: Literal["accepted", "declined"]
    answered_at: datetime


@dataclass(frozen=True)
class PartnerWord:
    """A partner school gave, refused or withdrew its own consent."""

    form_reference: str
    urn: str
    answer: Literal["consents", "refuses", "leaves"]
    role: str
    answered_at: datetime
    reason: str = ""


@dataclass(frozen=True)
class NovationAgreement:
    """An application or award moves to the successor of a school, or its lead to a partner."""

    reference: str
    from_urn: str
    successor: str
    consented_by: str
    consented_on: date
    agreed_by: str
    agreed_at: datetime
    ground: Literal["conversion", "merger", "change-of-lead"] = "conversion"
    released_by: str | None = None
    released_on: date | None = None


@dataclass(frozen=True)
class ConditionFinding:
    """An officer found a condition met."""

    application: str
    code: str
    note: str
    found_by: str
    found_at: datetime


@dataclass(frozen=True)
class MilestoneEvidence:
    """A project sent its evidence for a milestone; what it spent is only reported."""

    award: str
    milestone: int
    evidence: str
    spend_pence: int
    submitted_at: datetime


@dataclass(frozen=True)
class MilestoneAssessment:
    """An officer assessed a milestone's evidence."""

    award: str
    milestone: int
    evidence_submitted_at: datetime
    result: Literal["accepted", "returned"]
    note: str
    assessed_by: str
    assessed_at: datetime


@dataclass(frozen=True)
class PaymentMade:
    """The finance system paid a milestone."""

    payment_reference: str
    award: str
    milestone: int
    amount_pence: int
    paid_on: date
    payment_request: str | None = None


@dataclass(frozen=True)
class PaymentFailure:
    """The finance system could not pay a milestone, or the money came back."""

    payment_reference: str
    award: str
    milestone: int
    reason: str
    failed_on: date


@dataclass(frozen=True)
class AwardEnd:
    """The council ended an award early: what it claims back, and what it lets go."""

    award: str
    reason: str
    recover_pence: int
    ended_by: str
    ended_at: datetime
    kind: str = "other"
    authorised_under: str | None = None
    written_off_pence: int = 0


@dataclass(frozen=True)
class RecoveryReceived:
    """The finance system received money back."""

    recovery_reference: str
    award: str
    amount_pence: int
    received_on: date


@dataclass(frozen=True)
class FindingsPresented:
    """A research project presented its findings."""

    award: str
    presented_on: date
    where: str
    summary: str
    consent_to_publish: bool
    submitted_at: datetime
    open_to_public: bool = False
    audience: int | None = None


@dataclass(frozen=True)
class HubReport:
    """A learning hub reported whom it reached in a period, both days included."""

    award: str
    report: str
    begins: date
    until: date
    schools: tuple[str, ...]
    staff: int
    submitted_at: datetime
    sessions: int | None = None


@dataclass(frozen=True)
class VariedMilestone:
    """A milestone as a variation leaves it."""

    number: int
    title: str
    due: date
    amount_pence: int


@dataclass(frozen=True)
class Share:
    """A school's share of the money, as a variation leaves it."""

    urn: str
    share_pence: int


@dataclass(frozen=True)
class VariationAgreed:
    """The milestones, dates or shares of an award were varied; it states all of them."""

    award: str
    variation: str
    reason: str
    planned_end: date
    milestones: tuple[VariedMilestone, ...]
    agreed_by: str
    agreed_at: datetime
    meeting: str | None = None
    shares: tuple[Share, ...] = ()
    replaces: str | None = None

    @property
    def order(self) -> tuple[datetime, str]:
        """By when it was agreed, not by when it arrived."""
        return (self.agreed_at, self.variation)

    @property
    def sum_pence(self) -> int:
        """What its milestones add up to."""
        return sum(each.amount_pence for each in self.milestones)


@dataclass(frozen=True)
class VariationDecision:
    """What the panel decided about a variation; its vote was counted when it was recorded."""

    variation: str
    meeting: str
    outcome: str
    awarded_pence: int
    reasons: str
    votes: tuple[Vote, ...]
    recorded_by: str
    recorded_at: datetime
