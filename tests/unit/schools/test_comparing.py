"""What a later word about a school changes, and what it leaves alone."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from schools.domain.register.differences import KnownSchool, compare
from unit.schools.extracts import CLOSED, coded, extract, first_import, happened, named, next_import

CELLS = st.fixed_dictionaries(
    {
        "name": st.text("ABC xyz", min_size=1, max_size=9).filter(str.strip),
        "postcode": st.sampled_from(["", "TS95 1AA", "TS95 2BB"]),
        "number": st.sampled_from(["2001", "2002", ""]),
    }
)


@given(CELLS)
def test_the_same_row_again_changes_nothing(cells):
    before = first_import(coded(**cells))
    assert next_import(before, coded(**cells)).outcomes == []


@given(CELLS, CELLS)
def test_exactly_the_fields_that_differ_are_changed(first, second):
    plan = next_import(first_import(coded(**first)), coded(**second))
    fields = {"name": "name", "postcode": "postcode", "number": "establishment_number"}
    expected = {
        field: {"from": first[cell].strip(), "to": second[cell].strip()}
        for cell, field in fields.items()
        if first[cell].strip() != second[cell].strip()
    }
    assert [outcome.changes for outcome in plan.outcomes] == ([expected] if expected else [])


@given(CELLS, CELLS)
def test_the_mark_of_a_row_differs_when_the_row_does(first, second):
    marks = [dict(extract(coded(**cells)).marks())["900001"] for cells in (first, second)]
    assert (marks[0] == marks[1]) == (first == second)


def test_a_column_that_a_later_extract_lacks_leaves_what_is_known():
    before = first_import({**coded(), "ReligiousCharacter (name)": "Quaker"})
    plan = next_import(before, named())
    assert plan.after["900001"].state["religious_character"] == "Quaker"


def test_what_no_extract_has_said_is_not_known():
    state = first_import(named()).after["900001"].state
    assert state["trust"] is None
    assert state["diocese"] is None
    assert state["predecessors"] is None


def test_an_empty_cell_is_not_the_same_as_not_known():
    state = first_import({**named(), "Trusts (name)": ""}).after["900001"].state
    assert state["trust"] == ""


def test_a_school_that_an_extract_lacks_is_not_closed_by_that():
    plan = next_import(first_import(coded(), coded(urn=900002)), coded(), missing=["900002"])
    assert plan.outcomes == []
    assert plan.after["900002"].absent_since == "2026-09-01"
    assert not plan.after["900002"].closed


def test_a_school_that_the_register_closes_is_closed_on_its_day():
    plan = next_import(first_import(coded()), {**coded(closed="31-08-2026"), **CLOSED})
    assert happened(plan) == {"900001": "closed"}
    assert plan.after["900001"].state["close_date"] == "2026-08-31"


def test_a_closed_school_without_a_date_keeps_the_date_that_is_known():
    closed = {**coded(closed="31-08-2026"), **CLOSED}
    later = next_import(next_import(first_import(coded()), closed), {**coded(), **CLOSED})
    assert later.outcomes == []


def standing(mark: str | None, **given: object) -> KnownSchool:
    defaults = {"la_code": "806", "status_code": "1", "type_code": "01", "absent": False}
    return KnownSchool(mark, **{**defaults, **given})  # type: ignore[arg-type]


def test_only_rows_with_another_mark_are_looked_at():
    read = extract(coded(), coded(urn=900002), coded(urn=900003))
    marks = dict(read.marks())
    known = {
        "900001": standing(marks["900001"]),
        "900002": standing("another"),
    }
    found = compare(read, known, ())
    assert found.differing == ["900002", "900003"]
    assert found.newcomers == ["900003"]


def test_a_school_that_comes_back_is_looked_at_even_with_the_same_mark():
    read = extract(coded())
    known = {"900001": standing(dict(read.marks())["900001"], absent=True)}
    assert compare(read, known, ()).differing == ["900001"]


def test_absent_are_only_open_schools_that_this_file_should_have():
    read = extract(named(), name="edubaseallstatefunded20250717.csv")
    known = {
        "900002": standing("m"),
        "900003": standing("m", la_code="201"),
        "900004": standing("m", status_code="2"),
        "900005": standing("m", type_code="11"),
        "900006": standing("m", status_code="4"),
        "900007": standing("m", absent=True),
    }
    assert compare(read, known, ("806",)).missing == ["900002"]


def test_the_type_says_who_is_maintained_and_who_is_an_academy():
    states = [
        first_import(coded(**{"TypeOfEstablishment (code)": code})).after["900001"].state
        for code in ("1", "14", "34", "11")
    ]
    assert [state["part4_maintained"] for state in states] == [True, False, False, False]
    assert [state["academy"] for state in states] == [False, False, True, False]


def test_the_date_of_the_extract_is_when_a_school_came_in():
    assert (
        first_import(coded(), on=date(2023, 11, 16)).after["900001"].registered_on == "2023-11-16"
    )


def test_a_type_that_nobody_knows_yet_is_taken_and_named():
    plan = first_import(named(type="Ocean academy"))
    assert plan.unknown_types() == ("Ocean academy",)
    state = plan.after["900001"].state
    assert (state["type_code"], state["academy"], state["part4_maintained"]) == ("", False, False)
