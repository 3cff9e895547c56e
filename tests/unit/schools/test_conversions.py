"""When an old school became an academy: what names the two, and when it is news."""

import pytest

from schools.domain.files.links import Link
from unit.schools.extracts import CLOSED, academy, coded, first_import, happened, named, next_import

OLD, NEW = "900001", "900101"
LINKS = [
    Link(OLD, NEW, "Successor", "2026-03-31"),
    Link(NEW, OLD, "Predecessor", "2026-04-01"),
]


def test_a_link_names_the_conversion_and_its_day():
    elsewhere = academy(900101, "01-04-2026", name="Another Name", postcode="TS95 9ZZ")
    plan = next_import(first_import(coded()), elsewhere, links=LINKS, missing=[OLD])
    assert happened(plan) == {OLD: "converted", NEW: "registered"}
    old = plan.after[OLD]
    assert (old.state["status"], old.state["close_date"]) == ("Closed", "2026-03-31")
    assert old.converted_to == NEW
    assert plan.after[NEW].state["predecessors"] == [OLD]
    conversion = next(o.conversion for o in plan.outcomes if o.conversion)
    assert conversion.converted_on == "2026-04-01"


@pytest.mark.parametrize(
    "same", [{"name": "Renamed Academy"}, {"number": "2999"}], ids=["laestab", "name"]
)
def test_without_a_link_the_same_name_or_number_at_the_same_postcode_does(same):
    new = academy(900101, "01-04-2026", **same)
    plan = next_import(first_import(coded()), new, missing=[OLD])
    assert happened(plan) == {OLD: "converted", NEW: "registered"}
    assert plan.after[OLD].state["close_date"] == "2026-03-31"
    assert [link[:2] for link in plan.matched] == [(OLD, NEW)]
    assert plan.after[NEW].state["predecessors"] == [OLD]


@pytest.mark.parametrize(
    "new",
    [
        academy(900101, "01-04-2026", postcode="TS95 2BB"),
        academy(900101, "01-04-2026", name="Other", number="2999"),
        academy(900101, "01-04-2020"),
        academy(900101, ""),
        academy(900101, "01-04-2026", status="Proposed to open"),
        named(urn=900101, opened="01-04-2026"),
    ],
    ids=["place", "name-and-number", "opened-before", "no-date", "proposed", "no-academy"],
)
def test_what_only_looks_alike_is_no_conversion(new):
    plan = next_import(first_import(coded()), new, missing=[OLD])
    assert happened(plan) == {NEW: "registered"}


def test_academy_that_opened_before_the_old_school_did_does_not_replace_it():
    before = first_import(academy(900102, "01-08-2026"))
    plan = next_import(before, academy(900101, "01-04-2026"), missing=["900102"])
    assert happened(plan) == {NEW: "registered"}


def test_two_schools_that_fit_as_well_are_left_alone():
    before = first_import(coded(), coded(urn=900002))
    plan = next_import(before, academy(900101, "01-04-2026"), missing=[OLD, "900002"])
    assert happened(plan) == {NEW: "registered"}


def test_an_old_school_that_is_still_open_has_not_converted():
    before = first_import(coded())
    plan = next_import(before, named(), academy(900101, "01-04-2026"), links=LINKS)
    assert plan.after[OLD].converted_to is None


def test_it_converts_when_a_later_extract_lets_the_old_one_go():
    new = academy(900101, "01-04-2026")
    between = next_import(first_import(coded()), named(), new, links=LINKS)
    plan = next_import(between, new, links=LINKS, missing=[OLD])
    assert happened(plan)[OLD] == "converted"


def test_a_first_import_has_no_conversions():
    rows = (
        coded(**{"CloseDate": "31-03-2020", **CLOSED}),
        coded(urn=900101, **{"TypeOfEstablishment (code)": "34"}),
    )
    plan = first_import(*rows, links=LINKS)
    assert set(happened(plan).values()) == {"registered"}
    assert plan.after[OLD].state["successors"] == [NEW]


def test_what_comes_in_together_later_is_history_too():
    before = first_import(coded(urn=900005))
    old = {**coded(closed="31-03-2020"), **CLOSED}
    new = coded(urn=900101, **{"TypeOfEstablishment (code)": "34"})
    assert set(happened(next_import(before, old, new, links=LINKS)).values()) == {"registered"}


def test_a_proposed_academy_that_opens_has_converted_the_old_school():
    proposed = coded(urn=900101, **{"EstablishmentStatus (code)": "4"})
    plan = next_import(
        first_import(coded(), proposed), academy(900101, "01-04-2026"), links=LINKS, missing=[OLD]
    )
    assert happened(plan) == {OLD: "converted", NEW: "changed"}


def test_a_closing_date_that_the_register_gives_goes_before_the_links():
    closed = {**coded(closed="30-03-2026"), **CLOSED}
    new = coded(urn=900101, **{"TypeOfEstablishment (code)": "34"})
    plan = next_import(first_import(coded()), closed, new, links=LINKS)
    assert happened(plan)[OLD] == "converted"
    assert plan.after[OLD].state["close_date"] == "2026-03-30"


def test_a_conversion_is_told_once():
    plan = next_import(
        first_import(coded()), academy(900101, "01-04-2026"), links=LINKS, missing=[OLD]
    )
    again = next_import(plan, academy(900101, "01-04-2026"), links=LINKS)
    assert again.outcomes == []


def test_a_merger_is_no_conversion():
    links = [Link(OLD, NEW, "Successor - merged", "2026-03-31")]
    new = academy(900101, "01-04-2026", postcode="TS95 2BB")
    before = first_import(coded(), links=links)
    plan = next_import(before, new, links=links, missing=[OLD])
    assert happened(plan) == {OLD: "changed", NEW: "registered"}
    assert plan.after[OLD].converted_to is None
    assert plan.after[NEW].state["predecessors"] == [OLD]


def test_of_two_that_fit_the_one_that_was_there_last_has_converted():
    long_closed = {**coded(urn=900002, closed="31-08-2012"), **CLOSED}
    before = first_import(coded(), long_closed)
    plan = next_import(before, academy(900101, "01-04-2026"), missing=[OLD])
    assert happened(plan) == {OLD: "converted", NEW: "registered"}
    assert plan.after[OLD].converted_to == NEW


def test_a_school_that_a_link_says_another_followed_is_not_matched_by_its_likeness():
    long_closed = {**coded(closed="31-08-2012"), **CLOSED}
    links = [Link(OLD, "900050", "Successor", "2012-09-01")]
    before = first_import(long_closed, links=links)
    plan = next_import(before, academy(900101, "01-04-2026"), links=links)
    assert happened(plan) == {NEW: "registered"}
