"""Offers, bookings, deliveries and cancellations in any order: one state, never overbooked."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chassis.domain import MustWait, Refused
from unit.schools.supports import (
    NOW,
    Books,
    a_delivery,
    an_arrangement,
    an_evaluation,
    an_offer,
)

BEGAN = datetime(2026, 10, 1, 9, tzinfo=UTC)
SUPPORTS = ("S-1", "S-2", "S-3", "S-4")
DAYS = [date(2026, 10, 18), date(2026, 11, 4), date(2027, 1, 11), date(2027, 3, 27)]
UNTIL = [date(2026, 12, 18), date(2027, 2, 28), date(2027, 3, 26)]

Told = Callable[[Books], None]
half_days = st.integers(1, 12)


def hour(number: int) -> datetime:
    return BEGAN + timedelta(hours=number)


@st.composite
def arrangements(draw: st.DrawFn, number: int) -> Told:
    sent = an_arrangement(
        support=draw(st.sampled_from(SUPPORTS)),
        half_days=draw(half_days),
        until=draw(st.sampled_from(UNTIL)),
        groups=draw(st.sampled_from([("leaders",), ("teachers", "governors")])),
        cancelled=draw(st.sampled_from([False, False, True])),
        arranged_at=hour(number),
    )
    return lambda books: books.arrange(sent)


@st.composite
def deliveries(draw: st.DrawFn, number: int) -> Told:
    sent = a_delivery(
        draw(st.integers(1, 3)),
        support=draw(st.sampled_from(SUPPORTS)),
        half_days=draw(half_days),
        delivered_on=draw(st.sampled_from(DAYS)),
        recorded_at=hour(number),
    )
    return lambda books: books.deliver(sent)


@st.composite
def evaluations(draw: st.DrawFn, number: int) -> Told:
    sent = an_evaluation(
        support=draw(st.sampled_from(SUPPORTS)),
        by=draw(st.sampled_from(["school", "adviser"])),
        rating=draw(st.integers(1, 5)),
        evaluated_at=hour(number),
    )
    return lambda books: books.evaluate(sent)


@st.composite
def offers(draw: st.DrawFn, number: int, least: int = 0) -> Told:
    sent = an_offer(half_days=least + draw(st.integers(1, 40)), recorded_at=hour(number))
    return lambda books: books.offer(sent)


class Council(Books):
    """The books, with what waits, a school that may have closed, and timers that are due."""

    def __init__(self) -> None:
        super().__init__()
        self.refused = 0
        self._waiting: list[Told] = []

    def hear(self, told: Told) -> None:
        """Apply it, or let it wait; then try again all that waits, while that helps."""
        self._waiting.append(told)
        while True:
            waiting, self._waiting = self._waiting, []
            for each in waiting:
                try:
                    each(self)
                except MustWait:
                    self._waiting.append(each)
                except Refused:
                    self.refused += 1
            if len(self._waiting) in {0, len(waiting)}:
                return

    def timers_are_due(self) -> None:
        for support in self.supports.values():
            due = support.timers[-1].due if support.timers else None
            if due is not None and due <= NOW:
                support.end(NOW)

    def state(self) -> Any:
        """Everything that others may see, and who holds which days."""
        shown = {code: each.public() for code, each in self.supports.items() if each.terms}
        return shown, self.provider().offers, self.provider().bookings


@st.composite
def the_same_in_two_orders(
    draw: st.DrawFn,
) -> tuple[Sequence[Told], Sequence[Told]]:
    kinds: list[Any] = [arrangements, arrangements, deliveries, evaluations]
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=12))
    told = [draw(kind(number)) for number, kind in enumerate(chosen)]
    told += [draw(offers(number, least=200)) for number in (20, 21)]
    told += draw(st.sampled_from([[], [Council.close_school]]))
    ordered, again = draw(st.permutations(told)), draw(st.lists(st.sampled_from(told)))
    due = draw(st.lists(st.just(Council.timers_are_due), max_size=2))
    return told, draw(st.permutations([*ordered, *again, *due]))


def state_after(told: Sequence[Told]) -> Any:
    council = Council()
    for each in told:
        council.hear(each)
    council.timers_are_due()
    assert not council.refused
    return council.state()


@given(the_same_in_two_orders())
def test_same_facts_leave_the_same_state_in_any_order_and_repetition(
    orders: tuple[Sequence[Told], Sequence[Told]],
) -> None:
    first, second = orders
    assert state_after(first) == state_after(second)


@st.composite
def a_busy_term(draw: st.DrawFn) -> Sequence[Told]:
    kinds: list[Any] = [arrangements, arrangements, arrangements, offers]
    chosen = draw(st.lists(st.sampled_from(kinds), max_size=25))
    told = [draw(offers(0)), *(draw(kind(n)) for n, kind in enumerate(chosen, start=1))]
    return draw(st.permutations(told))


@given(a_busy_term())
def test_no_order_of_offers_bookings_and_cancellations_books_beyond_the_days(
    told: Sequence[Told],
) -> None:
    council = Council()
    for each in told:
        council.hear(each)
        provider = council.provider()
        for offer in provider.offers.values():
            assert provider.booked(offer) <= offer.half_days
    for code, support in council.supports.items():
        if support.terms is None:
            continue
        terms, held = support.terms, council.provider().bookings[code]
        assert held.half_days == (0 if terms.released else terms.arrangement.half_days)
