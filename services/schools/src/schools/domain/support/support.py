"""A support as an aggregate: arranged, delivered in parts, evaluated, ended."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from chassis.domain import MustWait, Refused, TimerChange, day_begins, london_date, refuse
from schools.domain.codes import CLOSED
from schools.domain.latest import is_news
from schools.domain.school_facts import SchoolFacts
from schools.domain.support.commands import (
    SupportArrangement,
    SupportDelivery,
    SupportEvaluation,
)
from schools.domain.support.programme import Programme
from schools.domain.support.provider import Provider
from schools.domain.support.record import DAY, Record
from schools.domain.support.terms import Terms

ENDS = "support-ends"
Providers = Mapping[str, Provider]


@dataclass(kw_only=True)
class Support(Record):
    """Every change of a support is one of its methods; its provider's days change with it.

    `providers` are those concerned by their code: the support's own, and a new one.
    """

    def arrange(
        self,
        sent: SupportArrangement,
        school: SchoolFacts,
        providers: Providers,
        programme: Programme,
        now: datetime,
    ) -> None:
        """Arranged, changed or cancelled; books its provider's days, or frees them."""
        refuse([*sent.refusals(), *programme.refusals(sent.need, school.la_code)])
        former = self.terms.arrangement if self.terms else None
        if not is_news(former, sent):
            return
        before = self.public() if former else None
        title = programme.needs_of(school.la_code)[sent.need]
        closed = _closed_on(school, sent.until, now)
        self._agree(Terms(sent, title, school.name, school.la_code, closed), providers)
        if former and former.provider != sent.provider:
            providers[former.provider].forget(self.support)
        self._tell("ended" if self.arranged.released else "arranged", before)
        self._await_end()

    def deliver(self, sent: SupportDelivery, providers: Providers) -> None:
        """A part was delivered, each counted once; late records of it count as well."""
        before = self.public()
        if not is_news(self.deliveries.get(sent.delivery), sent):
            return
        self.deliveries[sent.delivery] = sent
        if self.arranged.released:
            self._agree(self.arranged, providers)
        self._tell("delivered", before, delivery=sent.delivery)

    def evaluate(self, sent: SupportEvaluation) -> None:
        """The school or the adviser rated it."""
        before = self.public()
        if is_news(self.evaluations.get(sent.key), sent):
            self.evaluations[sent.key] = sent
            self._tell("evaluated", before, by=sent.by, point=sent.point, rating=sent.rating)

    def end(self, now: datetime) -> None:
        """Its timer is due: it ends once its last day is over in London [default]."""
        until, before = self.arranged.arrangement.until, self.public()
        if now >= _over(until):
            self.ended_through = max(until, self.ended_through or until)
            self._tell("ended", before)

    def follow_school(self, school: SchoolFacts, providers: Providers, now: datetime) -> None:
        """Its school closed or converted: what was not delivered by then is free again.

        Where the register takes that back it goes on, if its days are still free.
        """
        terms, before = self.arranged, self.public()
        closed = _closed_on(school, terms.arrangement.until, now, terms.school_closed_on)
        if closed == terms.school_closed_on:
            return
        try:
            self._agree(replace(terms, school_closed_on=closed), providers)
        except (Refused, MustWait):
            return  # its days are not on offer any more: it stays ended until it is arranged again
        self._tell("ended" if self.arranged.released else "arranged", before)
        self._await_end()

    def _agree(self, terms: Terms, providers: Providers) -> None:
        """Hold what the terms need of the provider, then let them hold; or raise, and neither."""
        provider, delivered = providers[terms.arrangement.provider], self.delivered_under(terms)
        if terms.released:
            offer = provider.release(self.support, terms.booking, delivered.half_days)
        else:
            offer = provider.book(self.support, terms.booking)
        self.terms = replace(terms, provider_name=offer.name, provider_urn=offer.urn)

    def _tell(self, what: str, before: dict[str, Any] | None, **details: Any) -> None:
        """Publish it, unless nothing changed that others may see."""
        if self.public() != before:
            self._happened(f"support.{what}", **details)

    def _await_end(self) -> None:
        due = None if self.ended_on else _over(self.arranged.arrangement.until)
        self.timers.append(TimerChange(ENDS, self.support, due))


def _over(last_day: date) -> datetime:
    """The first instant after the last day in London."""
    return day_begins(last_day + DAY)


def _closed_on(
    school: SchoolFacts, until: date, now: datetime, known: date | None = None
) -> date | None:
    """When the school closed, where that cut the support short.

    Where the register has no date it is the day on which we learned it, which is `known` later.
    """
    if school.status_code != CLOSED:
        return None
    closed = school.close_date or known or london_date(now)
    return closed if closed <= until else None
