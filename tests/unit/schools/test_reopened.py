"""A school that is open has no successor: a conversion that was a mistake is taken back."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.domain.files.links import MATCHED, Link
from schools.domain.register.planning import Plan
from unit.schools.extracts import happened
from unit.schools.memory import Register
from unit.schools.reopened import (
    BACK,
    BESIDE,
    CONVERTED,
    DATES,
    FILES,
    MISTAKEN,
    OLD,
    OPEN,
    OTHER,
    TRUE,
    TRULY,
    old,
    school,
)


def told(plan: Plan) -> dict[str, tuple[str, str | None]]:
    """URN -> what happened to it, and the successor that the event names."""
    return {
        outcome.school.urn: (outcome.happened, outcome.conversion and outcome.conversion.new)
        for outcome in plan.outcomes
    }


@pytest.fixture
def register() -> Register:
    return Register()


def test_conversion_by_mistake_is_taken_back_when_the_school_opens_again(register):
    for rows, on in zip(FILES[:2], DATES, strict=False):
        register.takes(*rows, on=on)
    assert register.schools[str(OLD)].converted_to == str(MISTAKEN)

    plan = register.takes(*BACK, on=DATES[2])
    assert happened(plan) == {str(OLD): "changed", str(MISTAKEN): "closed"}
    changed, closed = (outcome.changes for outcome in plan.outcomes)
    assert changed["successors"] == {"from": [str(MISTAKEN)], "to": None}
    assert changed["status"] == {"from": "Closed", "to": "Open"}
    assert changed["close_date"] == {"from": "2026-02-28", "to": None}
    assert closed["predecessors"] == {"from": [str(OLD)], "to": None}
    assert [link[:3] for link in plan.withdrawn] == [(str(OLD), str(MISTAKEN), MATCHED)]
    assert register.schools[str(OLD)].converted_to is None
    assert register.matched == set()


def test_later_conversion_names_the_old_school_and_its_true_successor_alone(register):
    for rows, on in zip(FILES, DATES, strict=True):
        plan = register.takes(*rows, on=on)
    assert told(plan) == {str(TRUE): ("registered", None), str(OLD): ("converted", str(TRUE))}
    assert register.schools[str(OLD)].state["successors"] == [str(TRUE)]
    assert register.schools[str(TRUE)].state["predecessors"] == [str(OLD)]
    assert register.schools[str(MISTAKEN)].state["predecessors"] is None


@pytest.mark.parametrize("count", [2, 3, 4])
def test_true_successor_is_named_whichever_extracts_were_missed(count):
    for chosen in combinations(range(4), count):
        if chosen[-1] != 3:
            continue
        register = Register()
        for number in chosen:
            plan = register.takes(*FILES[number], on=DATES[number])
        assert told(plan)[str(OLD)] == ("converted", str(TRUE)), chosen
        assert told(plan).get(str(MISTAKEN), ("closed", None))[0] != "converted", chosen
        assert register.schools[str(MISTAKEN)].state["predecessors"] is None, chosen


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (0, 2, 1, 3)])
def test_mistake_and_its_correction_of_one_day_end_alike_in_either_order(register, order):
    days = {0: DATES[0], 1: DATES[2], 2: DATES[2], 3: DATES[3]}
    for number in order:
        plan = register.takes(*FILES[number], on=days[number])
    assert told(plan)[str(OLD)] == ("converted", str(TRUE))
    assert register.schools[str(OLD)].state["successors"] == [str(TRUE)]
    assert register.schools[str(MISTAKEN)].state["predecessors"] is None


def test_true_conversion_is_taken_back_too_when_a_file_of_its_day_has_the_school_open(register):
    for number in (0, 1, 3):
        register.takes(*FILES[number], on=DATES[number])
    plan = register.takes(*BACK, on=DATES[3])
    assert happened(plan) == {str(OLD): "changed", str(TRUE): "changed"}
    assert register.schools[str(OLD)].state["successors"] is None
    assert register.schools[str(TRUE)].state["predecessors"] is None


def test_links_file_that_still_names_the_mistake_changes_none_of_it(register):
    stale = Link(str(OLD), str(MISTAKEN), "Successor", "2026-02-28")
    register.takes(*OPEN, on=DATES[0])
    register.takes_links(stale, on=DATES[1])
    assert register.schools[str(OLD)].state["successors"] == []
    assert told(register.takes(*CONVERTED, on=DATES[1]))[str(OLD)] == ("converted", str(MISTAKEN))

    back = register.takes(*BACK, on=DATES[2])
    assert happened(back) == {str(OLD): "changed", str(MISTAKEN): "closed"}
    assert register.schools[str(MISTAKEN)].state["predecessors"] == []

    plan = register.takes(*TRULY, on=DATES[3])
    assert told(plan) == {str(TRUE): ("registered", None), str(OLD): ("converted", str(TRUE))}
    assert register.schools[str(OLD)].state["successors"] == [str(TRUE)]


def test_links_file_that_names_another_successor_takes_the_first_back(register):
    first = Link(str(OLD), str(MISTAKEN), "Successor", "2026-02-28")
    second = Link(str(OLD), str(TRUE), "Successor", "2026-02-28")
    moved = {"Postcode": "TS95 8MB"}  # no likeness, the links alone name it
    register.takes(*OPEN, on=DATES[0])
    register.takes_links(first, on=DATES[1])
    rows = [
        old("28-02-2026"),
        {**school(MISTAKEN, "01-03-2026"), **moved},
        {**school(TRUE, "01-03-2026"), **moved},
    ]
    assert told(register.takes(*rows, BESIDE, on=DATES[1]))[str(OLD)][1] == str(MISTAKEN)
    plan = register.takes_links(second, on=DATES[2])
    assert told(plan)[str(OLD)] == ("converted", str(TRUE))
    assert told(plan)[str(MISTAKEN)] == ("changed", None)
    assert register.schools[str(MISTAKEN)].state["predecessors"] is None


def test_school_that_reopens_under_the_same_academy_number_converts_to_it_again(register):
    for rows, on in zip(FILES[:3], DATES, strict=False):
        register.takes(*rows, on=on)
    again = (old("30-04-2026"), school(MISTAKEN, "01-05-2026"), BESIDE)
    assert told(register.takes(*again, on=DATES[3]))[str(OLD)] == ("converted", str(MISTAKEN))


def test_academy_that_closes_later_keeps_its_predecessor(register):
    register.takes(*OPEN, on=DATES[0])
    register.takes(*CONVERTED, on=DATES[1])
    later = (CONVERTED[0], school(MISTAKEN, "01-03-2026", "31-05-2026"), BESIDE)
    plan = register.takes(*later, on=DATES[3])
    assert told(plan) == {str(MISTAKEN): ("closed", None)}
    assert register.schools[str(OLD)].converted_to == str(MISTAKEN)


def test_merger_is_shown_only_once_the_old_school_has_closed(register):
    merger = Link(str(OLD), str(OTHER), "Successor - merged", "2026-02-28")
    register.takes(*OPEN, on=DATES[0])
    register.takes_links(merger, on=DATES[0])
    assert register.schools[str(OTHER)].state["predecessors"] == []
    plan = register.takes(old("28-02-2026"), BESIDE, on=DATES[1])
    assert happened(plan) == {str(OLD): "closed", str(OTHER): "changed"}
    assert register.schools[str(OTHER)].state["predecessors"] == [str(OLD)]


URNS = (OLD, MISTAKEN, TRUE, OTHER)
DAYS = st.sampled_from(["28-02-2026", "31-03-2026", "30-04-2026", "31-07-2026"])
ROWS = st.builds(
    school,
    st.sampled_from(URNS),
    st.sampled_from(["01-09-1990", "01-03-2026", "01-04-2026", "01-08-2026"]),
    st.one_of(st.just(""), DAYS),
    academy=st.booleans(),
)
EXTRACTS = st.tuples(
    st.lists(ROWS, min_size=1, max_size=4, unique_by=lambda row: row["URN"]),
    st.sampled_from(["alldata", "statefunded"]),
)
TIES = st.builds(
    Link,
    st.sampled_from(URNS).map(str),
    st.sampled_from(URNS).map(str),
    st.sampled_from(["Successor", "Predecessor", "Successor - merged", "Other"]),
    st.sampled_from([None, "2026-02-28", "2026-04-30"]),
)
STEPS = st.lists(st.one_of(EXTRACTS, st.lists(TIES, max_size=3)), min_size=1, max_size=7)


def apply(register: Register, step: object, on: date) -> Plan:
    if isinstance(step, list):
        return register.takes_links(*step, on=on)
    rows, kind = step  # type: ignore[misc]
    return register.takes(*rows, on=on, kind=kind)


@given(STEPS)
def test_open_school_never_has_a_successor_and_events_tell_every_change(steps):
    register, copies = Register(), {}
    for number, step in enumerate(steps):
        on = date(2026, 1, 1) + timedelta(days=40 * number)
        for outcome in apply(register, step, on).outcomes:
            copies[outcome.school.urn] = outcome.school.state
        state = {urn: known.state for urn, known in register.schools.items()}
        assert copies == state, "a copy that is kept by the events alone equals the register"
        for urn, known in register.schools.items():
            successors = state[urn]["successors"] or []
            if not known.gone and known.state["status_code"] == "1":
                assert successors == []
                assert known.converted_to is None
            if known.converted_to is not None:
                assert known.converted_to in successors
            for after in successors:
                assert after not in state or urn in state[after]["predecessors"]
            for before in state[urn]["predecessors"] or []:
                assert before not in state or urn in state[before]["successors"]


@given(STEPS)
def test_same_file_again_changes_nothing_after_any_files(steps):
    register = Register()
    for number, step in enumerate(steps):
        on = date(2026, 1, 1) + timedelta(days=40 * number)
        apply(register, step, on)
        again = apply(register, step, on)
        assert again.outcomes == []
        assert (again.matched, again.withdrawn) == ([], [])
