"""Each era of inspections has its own words, and an inspection that mixes them has warnings."""

from datetime import date
from typing import Any

import pytest

from schools.domain.inspections import AREAS, LEADERSHIP, Inspection, era_of, expected_category

GOOD_CARD = dict.fromkeys(AREAS, "Expected standard")


def inspection(**given: Any) -> Inspection:
    card = {
        "urn": "900001",
        "framework": "report-card",
        "inspected_on": date(2026, 3, 10),
        "published_on": date(2026, 4, 21),
        "overall": None,
        "judgements": GOOD_CARD,
        "safeguarding": "Met",
        "category_of_concern": None,
    }
    return Inspection(**{**card, **given})


def warned(**given: Any) -> list[str]:
    return [reason.code for reason in inspection(**given).warnings()]


@pytest.mark.parametrize(
    ("day", "era"),
    [
        (date(2024, 9, 1), "overall-grade"),
        (date(2024, 9, 2), "sub-grades"),
        (date(2025, 11, 9), "sub-grades"),
        (date(2025, 11, 10), "report-card"),
    ],
)
def test_an_era_begins_on_its_day(day, era):
    assert era_of(day) == era


def test_a_report_card_as_it_should_be_gives_no_warning():
    assert warned() == []
    assert warned(judgements={**GOOD_CARD, "Early years": "Exceptional"}) == []


@pytest.mark.parametrize(
    ("urgent", "safeguarding", "category"),
    [
        ([], "Met", None),
        (["Inclusion"], "Met", "requires-significant-improvement"),
        ([LEADERSHIP], "Met", "requires-significant-improvement"),
        ([], "Not met", "requires-significant-improvement"),
        ([LEADERSHIP, "Inclusion"], "Met", "special-measures"),
        ([LEADERSHIP], "Not met", "special-measures"),
        (["Inclusion", "Achievement"], "Met", "requires-significant-improvement"),
    ],
)
def test_the_published_rule_gives_the_category_and_only_warns(urgent, safeguarding, category):
    judgements = {**GOOD_CARD, **dict.fromkeys(urgent, "Urgent improvement")}
    assert expected_category(judgements, safeguarding) == category
    given = {"judgements": judgements, "safeguarding": safeguarding}
    assert warned(**given, category_of_concern=category) == []
    assert warned(**given, category_of_concern="serious-weaknesses") == ["category"]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"overall": "Good"}, ["overall-grade"]),
        ({"framework": "section-5-graded", "overall": "Good"}, ["framework", "overall-grade"]),
        ({"published_on": date(2026, 3, 9)}, ["published-before"]),
        ({"judgements": {**GOOD_CARD, "Inclusion": "Good"}}, ["scale"]),
        ({"judgements": {**GOOD_CARD, "Behaviour": "Exceptional"}}, ["area-unknown"]),
        ({"judgements": {}}, ["area-missing"] * 6),
    ],
)
def test_what_does_not_fit_is_warned_of(given, codes):
    assert warned(**given) == codes


def test_a_graded_inspection_of_its_time_gives_no_warning():
    graded = {"framework": "section-5-graded", "overall": "Inadequate", "judgements": {}}
    when = {"inspected_on": date(2023, 5, 1), "published_on": date(2023, 6, 1)}
    assert warned(**graded, **when, category_of_concern="special-measures") == []


def test_monitoring_visit_has_an_era_of_its_own_and_no_grades():
    visit = {"framework": "monitoring", "judgements": {}}
    assert inspection(**visit).era == "monitoring"
    assert warned(**visit, category_of_concern="special-measures") == []
    assert warned(framework="monitoring") == ["monitoring-graded"]


@pytest.mark.parametrize("category", [None, "none"])
def test_publication_without_a_category_fits_a_report_card_without_urgent_areas(category):
    assert warned(category_of_concern=category) == []
    assert warned(category_of_concern=category, safeguarding="Not met") == ["category"]


def test_reference_is_the_number_else_the_school_and_date():
    assert inspection(inspection_number="10383456").reference == "10383456"
    assert inspection().reference == "900001-2026-03-10"
    visit = inspection(framework="monitoring", judgements={})
    assert visit.reference == "900001-monitoring-2026-03-10"


def test_only_state_schools_are_warned_of_an_overall_grade_after_september_2024():
    late = inspection(framework="sub-grades-only", inspected_on=date(2025, 3, 1), overall="Good")
    assert "overall-grade" in [each.code for each in late.warnings()]
    assert "overall-grade" not in [each.code for each in late.warnings(state_funded=False)]
