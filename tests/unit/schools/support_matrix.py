"""Every event about a support in every state; run as a module it writes the table in the README."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from schools.domain.support import Support
from support.state_matrix import draw, drawn_in, outcome
from support.state_matrix import table as drawn
from unit.schools.supports import (
    NOW,
    Books,
    a_cancellation,
    a_delivery,
    an_arrangement,
    an_evaluation,
    an_offer,
    at,
)

README = Path(__file__).parents[3] / "services" / "schools" / "README.md"
RENEW = "PYTHONPATH=tests .venv/bin/python -m unit.schools.support_matrix"
LATER = at("2026-12-02T10:00:00+00:00")
EARLIER = at("2026-10-01T10:00:00+00:00")

Told = Callable[[Books], None]


def arrange(books: Books) -> None:
    """As in the contract's example."""
    books.arrange(an_arrangement())


def change(books: Books) -> None:
    """More days, later than anything else here."""
    books.arrange(an_arrangement(8, arranged_at=LATER))


def outdate(books: Books) -> None:
    """An older version of the arrangement."""
    books.arrange(an_arrangement(2, arranged_at=EARLIER))


def contradict(books: Books) -> None:
    """Other content at the same instant."""
    books.arrange(an_arrangement(2))


def book_too_much(books: Books) -> None:
    """More days than the provider has."""
    books.arrange(an_arrangement(11, arranged_at=LATER))


def cancel(books: Books) -> None:
    """Before its last day."""
    books.arrange(a_cancellation())


def deliver(books: Books) -> None:
    """One day, in time."""
    books.deliver(a_delivery())


def deliver_too_late(books: Books) -> None:
    """One day, after the last."""
    books.deliver(a_delivery(2, delivered_on=date(2027, 4, 6)))


def evaluate(books: Books) -> None:
    """The school rates it."""
    books.evaluate(an_evaluation())


def last_day_is_over(books: Books) -> None:
    """Its timer is due; a late one finds nothing where there is no support."""
    if books.support().terms is not None:
        books.support().end(NOW)


def close_school(books: Books) -> None:
    """Its school closes before its last day."""
    books.close_school()


LIVES: dict[str, tuple[Told, ...]] = {
    "not known": (),
    "arranged": (arrange,),
    "under-way": (arrange, deliver),
    "ended": (arrange, deliver, last_day_is_over),
    "ended with its school": (arrange, deliver, close_school),
    "cancelled": (arrange, cancel),
}
EVENTS: dict[str, Told] = {
    "arrange": arrange,
    "change": change,
    "an older arrangement": outdate,
    "contradict": contradict,
    "book too much": book_too_much,
    "cancel": cancel,
    "deliver": deliver,
    "deliver outside its dates": deliver_too_late,
    "evaluate": evaluate,
    "its last day is over": last_day_is_over,
    "its school closes": close_school,
}


def books_in(state: str) -> Books:
    """A support in a row of LIVES at a provider with ten days."""
    books = Books(an_offer(10))
    for told in LIVES[state]:
        told(books)
    books.support().events.clear()
    books.support().timers.clear()
    return books


def state_of(support: Support) -> str:
    """Its state; one that was not arranged is not known."""
    return support.state if support.terms else "not known"


def cell(state: str, event: str) -> str:
    """What an event does in a state."""
    books = books_in(state)
    return outcome(books.support(), lambda _: EVENTS[event](books), state_of)


def table() -> str:
    """Each state of a support, and what each event does in it."""
    rows = {state: [cell(state, event) for event in EVENTS] for state in LIVES}
    return drawn("support", EVENTS, rows)


def shown() -> str:
    """The table as the README shows it."""
    return drawn_in(README.read_text("utf-8"), "support")


if __name__ == "__main__":
    draw(README, {"support": table})
