"""Providers, offers and supports of a test, with values that a test may change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from schools.domain.school_facts import SchoolFacts
from schools.domain.support import (
    Programme,
    Provider,
    ProviderOffer,
    Support,
    SupportArrangement,
    SupportDelivery,
    SupportEvaluation,
)

NOW = datetime(2027, 4, 10, 12, tzinfo=UTC)
PROGRAMME = Programme({"expert-coaching": "Expert coaching", "research-sharing": "Share research"})
SCHOOL = SchoolFacts(
    urn="111632",
    name="Linthorpe Primary School",
    la_code="806",
    status_code="1",
    part4_maintained=True,
    academy=False,
)
CLOSED = replace(SCHOOL, status_code="2", close_date=date(2026, 12, 31), successor="151369")

Step = Callable[[Support], Any]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def an_offer(days: float = 20, **changes: Any) -> ProviderOffer:
    given: dict[str, Any] = {
        "provider": "PRV-NEWPORT",
        "name": "Newport Primary School",
        "kind": "school",
        "kinds_of_support": ("expert-coaching", "mentoring"),
        "half_days": int(days * 2),
        "begins": date(2026, 9, 1),
        "until": date(2027, 8, 31),
        "recorded_at": at("2026-09-01T09:00:00+01:00"),
        "urn": "111577",
    }
    return ProviderOffer(**given | changes)


def an_arrangement(days: float = 6, **changes: Any) -> SupportArrangement:
    given: dict[str, Any] = {
        "support": "S-2026-0031",
        "urn": "111632",
        "need": "expert-coaching",
        "kind": "expert-coaching",
        "provider": "PRV-NEWPORT",
        "half_days": int(days * 2),
        "begins": date(2026, 10, 19),
        "until": date(2027, 3, 26),
        "objective": "leadership-capacity",
        "groups": ("leaders",),
        "arranged_by": "p-1008",
        "arranged_at": at("2026-10-14T10:00:00+01:00"),
    }
    return SupportArrangement(**given | changes)


def a_cancellation(**changes: Any) -> SupportArrangement:
    given = {"cancelled": True, "arranged_at": at("2026-12-01T10:00:00+00:00")}
    return an_arrangement(**given | changes)


def a_delivery(number: int = 1, days: float = 1, **changes: Any) -> SupportDelivery:
    given: dict[str, Any] = {
        "support": "S-2026-0031",
        "delivery": f"S-2026-0031/{number}",
        "delivered_on": date(2026, 11, 4),
        "half_days": int(days * 2),
        "headcount": {"leaders": 3},
        "note": "Lesson study on fractions",
        "recorded_by": "p-1010",
        "recorded_at": at("2026-11-05T09:00:00+00:00"),
    }
    return SupportDelivery(**given | changes)


def an_evaluation(**changes: Any) -> SupportEvaluation:
    given: dict[str, Any] = {
        "support": "S-2026-0031",
        "by": "school",
        "rating": 4,
        "text": "Leaders now run the review cycle themselves.",
        "evaluated_at": at("2027-04-02T12:00:00+01:00"),
    }
    return SupportEvaluation(**given | changes)


class Books:
    """Providers and supports, and the commands on them, as the use cases give them."""

    def __init__(self, *offers: ProviderOffer) -> None:
        self.providers: dict[str, Provider] = {}
        self.supports: dict[str, Support] = {}
        self.closed: SchoolFacts | None = None
        for each in offers:
            self.offer(each)

    def provider(self, code: str = "PRV-NEWPORT") -> Provider:
        return self.providers.setdefault(code, Provider(provider=code))

    def support(self, reference: str = "S-2026-0031") -> Support:
        return self.supports.setdefault(reference, Support(support=reference))

    def offer(self, sent: ProviderOffer) -> None:
        self.provider(sent.provider).offer(sent)

    def arrange(self, sent: SupportArrangement, school: SchoolFacts = SCHOOL) -> None:
        self.provider(sent.provider)
        school = self.closed or school
        self.support(sent.support).arrange(sent, school, self.providers, PROGRAMME, NOW)

    def deliver(self, sent: SupportDelivery) -> None:
        self.support(sent.support).deliver(sent, self.providers)

    def evaluate(self, sent: SupportEvaluation) -> None:
        self.support(sent.support).evaluate(sent)

    def close_school(self, school: SchoolFacts = CLOSED) -> None:
        self.closed = school if school.status_code == "2" else None
        for each in self.supports.values():
            if each.terms is not None:
                each.follow_school(school, self.providers, NOW)

    def left(self, code: str = "PRV-NEWPORT", begins: date = date(2026, 9, 1)) -> float:
        provider = self.provider(code)
        return provider.left(provider.offers[begins]) / 2
