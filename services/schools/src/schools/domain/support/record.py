"""The facts of one support by key, and what follows from them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from chassis.domain import Aggregate, MustWait
from schools.domain.support.commands import SupportDelivery, SupportEvaluation
from schools.domain.support.counting import Delivered
from schools.domain.support.half_days import as_days
from schools.domain.support.terms import Terms

DAY = timedelta(days=1)


@dataclass(kw_only=True)
class Record(Aggregate):
    """Nothing of what follows from the facts is stored beside them."""

    support: str
    terms: Terms | None = None
    deliveries: dict[str, SupportDelivery] = field(default_factory=dict)
    evaluations: dict[str, SupportEvaluation] = field(default_factory=dict)
    ended_through: date | None = None  # the last day for which its timer was due

    @property
    def arranged(self) -> Terms:
        """The terms that hold; every other fact about the support waits for them."""
        if self.terms is None:
            raise MustWait("support", self.support)
        return self.terms

    @property
    def urn(self) -> str:
        """The school that is supported."""
        return self.arranged.arrangement.urn

    @property
    def la_code(self) -> str:
        """The school's authority."""
        return self.arranged.la_code

    @property
    def provider(self) -> str:
        """Whose days it holds."""
        return self.arranged.arrangement.provider

    @property
    def ended_on(self) -> date | None:
        """The first day on which it is over: the day after its last one [default]."""
        terms = self.arranged
        until = terms.arrangement.until
        over = self.ended_through is not None and self.ended_through >= until
        ends = [*terms.ends, until + DAY] if over or terms.ends else []
        return min(ends, default=None)

    @property
    def delivered(self) -> Delivered:
        """The deliveries in the order of their days."""
        return self.delivered_under(self.arranged)

    def delivered_under(self, terms: Terms) -> Delivered:
        """The deliveries as other terms count them."""
        sent = self.deliveries.values()
        ordered = sorted(sent, key=lambda each: (each.delivered_on, each.delivery))
        return Delivered(terms.arrangement, terms.last_day, ordered)

    @property
    def state(self) -> str:
        """Arranged, under way, ended or cancelled."""
        if self.ended_on is not None:
            return "cancelled" if self.arranged.arrangement.cancelled else "ended"
        return "under-way" if self.delivered.counted else "arranged"

    def public(self) -> dict[str, Any]:
        """What every event about the support carries; no text that people wrote."""
        terms, delivered = self.arranged, self.delivered
        arranged = terms.arrangement
        return {
            "support": self.support,
            **{name: getattr(arranged, name) for name in _ARRANGED},
            "days": as_days(arranged.half_days),
            "groups": list(arranged.groups),
            "priorities": list(arranged.priorities),
            "name": terms.school,
            **{name: getattr(terms, name) for name in _KNOWN},
            "state": self.state,
            "ended_on": self.ended_on,
            "delivered_days": as_days(delivered.half_days),
            "headcount": delivered.headcount,
            "deliveries": [_delivered(each) for each in delivered.counted],
            "evaluations": [_rated(each) for _, each in sorted(self.evaluations.items())],
            "warnings": [each._asdict() for each in (*terms.warnings(), *delivered.warnings())],
        }


def _delivered(delivery: SupportDelivery) -> dict[str, Any]:
    return {
        "delivery": delivery.delivery,
        "delivered_on": delivery.delivered_on,
        "days": as_days(delivery.half_days),
        "headcount": dict(delivery.headcount),
    }


def _rated(evaluation: SupportEvaluation) -> dict[str, Any]:
    names = ("by", "point", "rating", "evaluated_at")
    return {name: getattr(evaluation, name) for name in names}


_ARRANGED = (
    "urn",
    "need",
    "kind",
    "provider",
    "begins",
    "until",
    "objective",
    "case",
    "cancelled",
)
_KNOWN = ("la_code", "need_title", "provider_name", "provider_urn")
