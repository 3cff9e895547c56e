"""Cases in every state, brought there by their own commands, without a store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from chassis.domain import Calendar, day_begins
from schools.domain.case import Case, Surroundings
from schools.domain.case.commands import Action, Closing, Objective, Opening, Plan, Review
from schools.domain.school_facts import SchoolFacts

REFERENCE = "C-2026-0007"
CALENDAR = Calendar(frozenset({date(2026, 12, 25), date(2026, 12, 28)}), 2026, 2028)
OPENED = datetime.fromisoformat("2026-10-12T11:00:00+01:00")
DUE = date(2026, 12, 11)  # a Friday
SCHOOL = SchoolFacts(
    urn="111632",
    name="Acklam Whin Primary School",
    la_code="806",
    status_code="1",
    part4_maintained=True,
    academy=False,
    open_date=None,
    close_date=None,
    successor=None,
)

Step = Callable[[Case], Any]


def at(text: str) -> datetime:
    """An instant."""
    return datetime.fromisoformat(text)


def around(now: datetime = OPENED, **school: Any) -> Surroundings:
    """What surrounds the case, at an instant."""
    return Surroundings(school=replace(SCHOOL, **school), calendar=CALENDAR, now=now)


def an_opening(**changes: Any) -> Opening:
    """The contract's own example."""
    return replace(
        Opening(
            case=REFERENCE,
            urn=SCHOOL.urn,
            aim="Leadership stable and maths at national by July 2027",
            exit_criteria=("Permanent head teacher in post",),
            review_due=DUE,
            opened_by="p-1008",
            opened_at=OPENED,
        ),
        **changes,
    )


def an_action(code: str = "A1", **changes: Any) -> Action:
    """An open action."""
    due = date(2026, 12, 18)
    return replace(Action(code=code, title="Coach two leaders", owner="p-1010", due=due), **changes)


def a_plan(*actions: Action, recorded_at: str = "2026-10-14T09:00:00+01:00") -> Plan:
    """A plan with one objective and these actions."""
    due = date(2027, 3, 31)
    objective = Objective(code="O1", title="Maths plan", owner="p-1008", due=due, rag="amber")
    return Plan(
        case=REFERENCE,
        objectives=(objective,),
        actions=actions,
        recorded_by="p-1008",
        recorded_at=at(recorded_at),
    )


def a_review(**changes: Any) -> Review:
    """A review on the day before its date."""
    return replace(
        Review(
            case=REFERENCE,
            held_on=date(2026, 12, 10),
            rag="amber",
            progress="On track.",
            next_review=date(2027, 3, 19),
            recorded_by="p-1008",
            recorded_at=at("2026-12-10T16:00:00+00:00"),
        ),
        **changes,
    )


def a_closing(closed_at: str = "2026-12-10T18:00:00+00:00", **changes: Any) -> Closing:
    """A closing with its outcome and its reason."""
    return replace(
        Closing(
            case=REFERENCE,
            outcome="exit-criteria-met",
            rationale="Both criteria met for two terms.",
            closed_by="p-1007",
            closed_at=at(closed_at),
        ),
        **changes,
    )


def opened(case: Case) -> None:
    """The case is opened."""
    case.open(an_opening(), around())


def plan(*actions: Action, **changes: str) -> Step:
    """A plan is recorded."""
    return lambda case: case.plan(a_plan(*actions, **changes), around())


def review(**changes: Any) -> Step:
    """A review is held."""
    return lambda case: case.review(a_review(**changes), around())


def close(closed_at: str = "2026-12-10T18:00:00+00:00") -> Step:
    """An officer closes it."""
    return lambda case: case.close(a_closing(closed_at), around())


def timer(day: date) -> Step:
    """The timer is due as this day begins."""
    return lambda case: case.remind(around(day_begins(day)))


def school_closes(case: Case) -> None:
    """The school closes."""
    case.end_with_school("closed", date(2026, 12, 1), None)


def school_converts(case: Case) -> None:
    """The school becomes an academy."""
    case.end_with_school("converted", date(2026, 12, 1), "151369")


def school_is_open_again(case: Case) -> None:
    """The register takes the end of the school back."""
    case.resume_with_school(around())


LIVES: dict[str, tuple[Step, ...]] = {
    "not opened": (),
    "open": (opened,),
    "open, an action open": (opened, plan(an_action())),
    "open, a review missed": (opened, timer(date(2026, 12, 14))),
    "closed": (opened, close()),
    "ended": (opened, school_closes),
}
COMMANDS: dict[str, Step] = {
    "open": opened,
    "correct the opening": lambda case: case.open(
        an_opening(aim="Leadership", opened_at=at("2026-10-13T09:00:00+01:00")), around()
    ),
    "plan, an action open": plan(an_action(), recorded_at="2026-10-20T09:00:00+01:00"),
    "plan, all done": plan(
        an_action(done_on=date(2026, 10, 19)), recorded_at="2026-10-21T09:00:00+01:00"
    ),
    "review in time": review(),
    "review late": review(held_on=date(2026, 12, 15)),
    "close": close(),
    "10 working days before the review": timer(date(2026, 11, 27)),
    "working day after the review date": timer(date(2026, 12, 14)),
    "school closes": school_closes,
    "school converts": school_converts,
    "school is open again": school_is_open_again,
}


def case_in(state: str) -> Case:
    """A case in a row of LIVES, with nothing left to record."""
    case = Case(reference=REFERENCE)
    for step in LIVES[state]:
        step(case)
    case.events.clear()
    case.timers.clear()
    return case


def case_state(case: Case) -> str:
    """The state in public words, with its missed reviews."""
    if not case.openings:
        return "not opened"
    missed = len(case.missed)
    return f"{case.state}, {missed} review{'s' * (missed > 1)} missed" if missed else case.state
