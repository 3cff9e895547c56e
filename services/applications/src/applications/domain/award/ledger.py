"""An award with its milestones and the ledger of its payments: what is paid, and what is owed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from applications.domain.award.taking_part import TakingPart
from applications.domain.commands import (
    AwardEnd,
    FindingsPresented,
    HubReport,
    VariationAgreed,
    VariationDecision,
)
from applications.domain.form.schools import School
from applications.domain.money.ledger import Account, Movement, came_and_went
from applications.domain.money.milestones import Assessment, Evidence
from applications.domain.money.recoveries import Debt, Recovery
from chassis.domain import Reason, Refused, london_date

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
    payment_request: str | None = None  # ours, where the finance system named it
    matched: int | None = None  # the milestone that it pays
    state: str
    amount_pence: int | None = None
    paid_on: date | None = None
    told_at: datetime | None = None  # by it the entries are in order, whenever they arrive
    failed_on: date | None = None
    reason: str | None = None
    warnings: list[Reason] = field(default_factory=list)

    @property
    def was_made(self) -> bool:
        """Whether the money left the bank and did not come back."""
        return self.amount_pence is not None and self.failed_on is None

    @property
    def pays_pence(self) -> int:
        """What it pays of a milestone: all of it, or nothing."""
        return (self.amount_pence or 0) if self.state == "recorded" else 0

    @property
    def order(self) -> tuple[bool, datetime | None, str]:
        """By when the finance system told it; entries from before this was kept come first."""
        return (self.told_at is not None, self.told_at, self.payment_reference)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What an award looks at outside itself: its application, its people, its lead school."""

    accepted: bool  # the application is
    conditions: Mapping[str, date | None]  # when each was found met
    voters: frozenset[str]
    scorers: frozenset[str]
    lead: School
    now: datetime
    schools: Mapping[str, School] = field(default_factory=dict)  # all that it ever named
    hold_days: int = 60
    room_pence: int = 0  # what the round has left, where an ended award may take money again

    @property
    def unmet(self) -> int:
        """How many conditions nobody found met."""
        return sum(met is None for met in self.conditions.values())


@dataclass(kw_only=True)
class Ledger(TakingPart):
    """Everything that bears on one award."""

    reference: str
    application: str
    authority: str
    awarded_pence: int
    committed_pence: int  # of the awarded, what was not freed
    awarded_at: datetime
    planned_end: date  # by the last variation
    lead_share_pence: int
    state: str = "active"
    milestones: list[Milestone] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    ends: list[AwardEnd] = field(default_factory=list)
    recoveries: list[Recovery] = field(default_factory=list)
    variations: list[VariationAgreed] = field(default_factory=list)
    variation_decisions: list[VariationDecision] = field(default_factory=list)
    findings: list[FindingsPresented] = field(default_factory=list)
    reports: list[HubReport] = field(default_factory=list)
    surroundings: Surroundings | None = None  # None where only the public state is wanted
    booked: dict[str, int] = field(default_factory=dict)  # by payment reference, in the ledger
    booked_back: set[str] = field(default_factory=set)  # recovery references in the ledger

    def book(self) -> list[Movement]:
        """The ledger's rows for what finance's references now pay; the saving adds them."""
        found: list[Movement] = []
        for each in self.payments:
            reference, pays = each.payment_reference, each.pays_pence
            dated = each.failed_on or each.paid_on
            before = self.booked.get(reference, 0)
            found += came_and_went(Account.PAID, before, pays, reference, dated)
            self.booked[reference] = pays
        return [*found, *self._book_recoveries()]

    def _book_recoveries(self) -> list[Movement]:
        found: list[Movement] = []
        for each in self.recoveries:
            reference, pence = each.recovery_reference, each.amount_pence
            if reference not in self.booked_back:
                account, dated = Account.RECOVERED, each.received_on
                found += came_and_went(account, 0, pence, reference, dated)
                self.booked_back.add(reference)
        return found

    @property
    def freed_pence(self) -> int:
        """What of the award went back to the round, in all."""
        return self.awarded_pence - self.committed_pence

    @property
    def end(self) -> AwardEnd | None:
        """The end that holds, if the council ended the award: the latest."""
        return max(self.ends, key=lambda each: each.ended_at, default=None)

    @property
    def recovered_pence(self) -> int:
        """What came back, whether it was claimed or not."""
        return sum(each.amount_pence for each in self.recoveries)

    @property
    def to_recover_pence(self) -> int:
        """What is claimed and still to come back."""
        return self.debt(self.end).open_pence if self.end else 0

    def debt(self, end: AwardEnd) -> Debt:
        """What this end claims, beside what came back before the award first ended, and since."""
        first = london_date(min(each.ended_at for each in [*self.ends, end]))
        early = (each.amount_pence for each in self.recoveries if each.received_on < first)
        before = sum(early)
        return Debt(
            claimed=end.recover_pence,
            paid=self.paid_pence,
            before=before,
            since=self.recovered_pence - before,
        )

    @property
    def paid_pence(self) -> int:
        """What pays accepted milestones, wholly or in part."""
        return sum(each.pays_pence for each in self.payments)

    def payee(self, entry: Payment) -> str | None:
        """The school that a payment went to; None where no money was paid."""
        return self.lead_on(entry.paid_on) if entry.paid_on else None

    @property
    def findings_due(self) -> date | None:
        """By when a research project presents its findings; None for any other."""
        return self.form.research.findings_due if self.form.research else None

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

    def milestone_of(self, entry: Payment) -> Milestone | None:
        """The milestone of the request that the entry names, else of its number; or none."""
        named = entry.payment_request or ""
        for each in self.milestones:
            own = self.request(each.number)
            if named == own or named.startswith(f"{own}-"):
                return each
        numbered = (each for each in self.milestones if each.number == entry.milestone)
        return next(numbered, None)

    def entries_of(self, milestone: Milestone) -> list[Payment]:
        """The entries that belong to a milestone, in their own order."""
        own = [each for each in self.payments if self.milestone_of(each) is milestone]
        return sorted(own, key=lambda each: each.order)

    def request(self, number: int, failures: int = 0) -> str:
        """Our payment request for a milestone; each failure is followed by one of a new number."""
        again = f"-{failures + 1}" if failures else ""
        return f"{self.reference}/{number}{again}"

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
        milestone = self.milestone_of(entry)
        self._happened(
            name,
            milestone=milestone.number if milestone else entry.milestone,
            amount_pence=entry.amount_pence,
            payment_request=milestone.payment_request if milestone else None,
            payment_reference=entry.payment_reference,
            warnings=[each._asdict() for each in entry.warnings],
            **details,
        )


_FORM_FIELDS = ("category", "title", "planned_start")
_OWN_FIELDS = (
    "lead_school",
    "awarded_pence",
    "freed_pence",
    "awarded_at",
    "planned_end",
    "lead_share_pence",
    "state",
    "paid_pence",
    "recovered_pence",
    "to_recover_pence",
    "findings_due",
)
_MILESTONE_FIELDS = ("number", "title", "due", "amount_pence", "state")
