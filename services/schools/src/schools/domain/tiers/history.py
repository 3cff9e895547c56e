"""The tiers of one school as an aggregate: decisions find their place by the instant they name."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from chassis.domain import (
    Aggregate,
    DomainEvent,
    TimerChange,
    day_begins,
    london_date,
)
from schools.domain.latest import is_news
from schools.domain.school_facts import SchoolFacts
from schools.domain.tiers.decision import UNIVERSAL, TierDecision
from schools.domain.tiers.rules import VERSION, Proposal, propose
from schools.domain.tiers.signals import Signals

REVIEW_TIMER, CHANGE_TIMER = "tier-review", "tier-signals"


@dataclass(frozen=True)
class Period:
    """One tier from `begins` until `until`, which is half open; None while it stands."""

    decision: TierDecision
    until: datetime | None


@dataclass(kw_only=True)
class TierHistory(Aggregate):
    """Every decision on one school. At any instant at most one tier holds (worked example 6)."""

    urn: str
    decisions: dict[str, TierDecision] = field(default_factory=dict)
    missed: dict[str, date] = field(default_factory=dict)  # reviews not held, by decision
    proposed: Proposal | None = None  # what the rules proposed last, where it differs
    name: str = ""
    la_code: str = ""

    @property
    def periods(self) -> list[Period]:
        """The tiers in order; of two decisions from the same instant the later decision holds."""
        holding: dict[datetime, TierDecision] = {}
        for each in sorted(self.decisions.values(), key=lambda one: (one.decided_at, one.key)):
            if not each.withdrawn:
                holding[each.begins] = each
        begins = sorted(holding)
        ends = [*begins[1:], None]
        return [Period(holding[at], until) for at, until in zip(begins, ends, strict=False)]

    @property
    def current(self) -> TierDecision | None:
        """The decision that holds now: none begins in the future."""
        return self.periods[-1].decision if self.periods else None

    @property
    def tier(self) -> str | None:
        """The tier that holds now; None before any decision."""
        return self.current.tier if self.current else None

    @property
    def review_due(self) -> date | None:
        """The day by which the current tier is reviewed."""
        return self.current.review_due if self.current else None

    def decide(
        self, decision: TierDecision, school: SchoolFacts, category_of_concern: str | None
    ) -> None:
        """Put the decision into its place; an older version of a known one changes nothing."""
        if not is_news(self.decisions.get(decision.key), decision):
            return
        self.name, self.la_code = school.name, school.la_code
        self.decisions[decision.key] = decision
        if self.proposed is not None and self.proposed.tier == self.tier:
            self.proposed = None  # it was followed
        warnings = [each._asdict() for each in decision.warnings(category_of_concern)]
        self._happened("tier.changed", **self._placed(decision), warnings=warnings)
        self._await_review()

    def miss_review(self, due: date, now: datetime) -> None:
        """The review date went by without a new decision: told once, after any downtime."""
        current = self.current
        if current is None or current.review_due != due or current.key in self.missed:
            return
        if now >= _after(due):
            self.missed[current.key] = due
            self._happened("tier.review-missed")

    def reviews_held(self) -> int:
        """How many of the latest reviews in a row were held by their date."""
        ended = [each for each in self.periods if each.until]
        held = [london_date(each.until) <= each.decision.review_due for each in ended if each.until]
        return len(held) - (max((n for n, one in enumerate(held, 1) if not one), default=0))

    def propose(self, signals: Signals, school: SchoolFacts) -> None:
        """Tell the tier that the rules propose, once for the same rules and signals.

        Nothing changes until an officer decides. A proposal that no longer holds is taken back: the
        event then proposes the tier that holds, without a rule.
        """
        self.name, self.la_code = school.name, school.la_code
        proposal = propose(signals, self.tier, self.reviews_held())
        changes_on = signals.changes_on()
        self.timers.append(
            TimerChange(CHANGE_TIMER, self.urn, day_begins(changes_on) if changes_on else None)
        )
        if proposal.tier == (self.tier or UNIVERSAL):
            if self.proposed is not None:  # nothing is proposed any more
                self.events.append(
                    DomainEvent("tier.proposed", self._proposal(Proposal(proposal.tier)))
                )
            self.proposed = None
        elif proposal != self.proposed:
            self.proposed = proposal
            self.events.append(DomainEvent("tier.proposed", self._proposal(proposal)))

    def _proposal(self, proposal: Proposal) -> dict[str, Any]:
        return {
            "urn": self.urn,
            "name": self.name,
            "la_code": self.la_code,
            "tier": proposal.tier,
            "from_tier": self.tier or UNIVERSAL,
            "rules": [
                {"code": each.code, "message": each.message, "signals": list(each.signals)}
                for each in proposal.findings
            ],
            "rule_set": VERSION,
        }

    def public(self) -> dict[str, Any]:
        """What every event about the tier carries; before any decision holds, the last one's."""
        shown = self.current or max(self.decisions.values(), key=lambda each: each.decided_at)
        return {
            "urn": self.urn,
            "name": self.name,
            "la_code": self.la_code,
            "tier": shown.tier,
            "review_due": shown.review_due,
            "history": [_told(each) for each in self.periods],
        }

    def _placed(self, decision: TierDecision) -> dict[str, Any]:
        """Where the decision stands among the others."""
        periods = self.periods
        own = next((each for each in periods if each.decision is decision), None)
        before = [each for each in periods if each.decision.begins < decision.begins]
        return {
            "tier": decision.tier,
            "review_due": decision.review_due,
            "from_tier": before[-1].decision.tier if before else None,
            "begins": decision.begins,
            "until": own.until if own else decision.begins,  # it never held: an empty period
            "reason": decision.reason,
            "decision": decision.key,
            "current": decision is self.current,
            "withdrawn": decision.withdrawn,
            "tell_school": decision.tell_school,
        }

    def _await_review(self) -> None:
        due = self.review_due
        data = {"review_due": due.isoformat()} if due else {}
        self.timers.append(TimerChange(REVIEW_TIMER, self.urn, _after(due) if due else None, data))


def _after(due: date) -> datetime:
    return day_begins(due + timedelta(days=1))


def _told(period: Period) -> dict[str, Any]:
    decision = period.decision
    return {
        "tier": decision.tier,
        "begins": decision.begins,
        "until": period.until,
        "reason": decision.reason,
        "review_due": decision.review_due,
        "decision": decision.key,
    }
