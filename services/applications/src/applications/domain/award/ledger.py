"""An award with its milestones and the ledger of its payments: what is paid, and what is owed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from applications.domain.aggregate import Aggregate
from applications.domain.forms import Form
from applications.domain.milestones import Assessment, Evidence
from applications.domain.reasons import Reason, Refused
from applications.domain.schools import School

ACCEPTED = {"accepted", "payable", "paid"}


@dataclass(kw_only=True)
class Milestone:
    """A milestone: due, evidenced, accepted or returned, payable, paid; money in pence."""

    number: int
    title: str
    due: date
    amount_pence: int
    state: str = "due"
    payment_request: str | None = None


@dataclass(kw_only=True)
class Payment:
    """What the finance system did under one reference: recorded, unmatched, failed, reversed."""

    payment_reference: str
    milestone: int  # as the finance system named it
    matched: int | None = None  # the milestone that it paid
    state: str
    amount_pence: int | None = None
    paid_on: date | None = None
    failed_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What an award looks at outside itself: its application, its people, its lead school."""

    accepted: bool  # the application is
    unmet: frozenset[str]  # codes of the conditions that nobody found met
    voters: frozenset[str]
    scorers: frozenset[str]
    lead: School
    now: datetime


@dataclass(kw_only=True)
class Ledger(Aggregate):
    """Everything that bears on one award."""

    reference: str
    application: str
    authority: str
    form: Form
    awarded_pence: int
    awarded_at: datetime
    lead_share_pence: int
    partners: Sequence[dict[str, Any]]
    state: str = "active"
    milestones: list[Milestone] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    surroundings: Surroundings | None = None  # None where only the public state is wanted

    @property
    def paid_pence(self) -> int:
        """What was paid for accepted milestones and did not come back."""
        return sum(each.amount_pence or 0 for each in self.payments if each.state == "recorded")

    def milestone(self, number: int) -> Milestone:
        """One milestone; refuses a number that the award does not have."""
        if not 1 <= number <= len(self.milestones):
            message = f"{self.reference} has the milestones 1 to {len(self.milestones)}."
            raise Refused([Reason("no-such-milestone", message)])
        return self.milestones[number - 1]

    def payment(self, reference: str) -> Payment | None:
        """The entry under this reference, if there is one."""
        found = (each for each in self.payments if each.payment_reference == reference)
        return next(found, None)

    def public(self) -> dict[str, Any]:
        """The public state that every event of an award carries."""
        return {
            "award": self.reference,
            "application": self.application,
            "round": self.form.round,
            "authority": self.authority,
            **{name: getattr(self.form, name) for name in _FORM_FIELDS},
            **{name: getattr(self, name) for name in _OWN_FIELDS},
            "partners": list(self.partners),
            "milestones": [
                {name: getattr(each, name) for name in _MILESTONE_FIELDS}
                for each in self.milestones
            ],
        }

    def _step(self, name: str, milestone: Milestone, **details: Any) -> None:
        """Publish a step of one milestone."""
        amount = milestone.amount_pence
        self._happened(name, milestone=milestone.number, amount_pence=amount, **details)

    def _entry(self, name: str, entry: Payment, **details: Any) -> None:
        """Publish an entry of the ledger."""
        number = entry.matched or entry.milestone
        requests = {each.number: each.payment_request for each in self.milestones}
        self._happened(
            name,
            milestone=number,
            amount_pence=entry.amount_pence,
            payment_request=requests.get(number),
            payment_reference=entry.payment_reference,
            **details,
        )


_FORM_FIELDS = ("category", "title", "lead_school", "planned_start", "planned_end")
_OWN_FIELDS = ("awarded_pence", "awarded_at", "lead_share_pence", "state", "paid_pence")
_MILESTONE_FIELDS = ("number", "title", "due", "amount_pence", "state")
