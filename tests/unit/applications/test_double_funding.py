"""Double funding as a rule: symmetric, by the day, by purpose, and lifted by a named waiver."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.domain.form.waivers import Waiver
from applications.domain.money.double_funding import Funded, Plan, double_funding, is_double

START, END = date(2027, 1, 4), date(2027, 12, 17)
PLAN = Plan(frozenset({"151369", "111632"}), START, END, "learning-hub", "maths")
DAY = timedelta(days=1)
SCHOOLS = st.frozensets(st.sampled_from(["111111", "222222", "333333"]), min_size=1)
DAYS = st.dates(START, END)
PLANS = st.builds(
    lambda schools, days, category, theme: Plan(schools, min(days), max(days), category, theme),
    SCHOOLS,
    st.tuples(DAYS, DAYS),
    st.sampled_from(["learning-hub", "research-project"]),
    st.sampled_from([None, "maths", "english"]),
)


def waiver(**changes: object) -> Waiver:
    """A waiver that names the first award until the plan's last day."""
    granted = Waiver(
        form_reference="FORM-1",
        waives="double-funding",
        reason="Two year groups",
        until=END,
        granted_by="p-1007",
        granted_at=datetime(2026, 11, 1, tzinfo=UTC),
        against="G-1",
        key="waiver-1",
    )
    return replace(granted, **changes)  # type: ignore[arg-type]


def codes(plan: Plan, other: Funded, *waivers: Waiver) -> list[str]:
    """The reasons against this plan beside the other."""
    return [each.code for each in double_funding(plan, ("A-2",), waivers, [other])[0]]


@given(PLANS, PLANS)
def test_it_is_symmetric(one: Plan, other: Plan) -> None:
    assert is_double(one, other) == is_double(other, one)


@given(PLANS, PLANS)
def test_it_holds_exactly_where_a_school_a_day_and_the_purpose_are_shared(
    one: Plan, other: Plan
) -> None:
    days = {one.starts + DAY * n for n in range((one.ends - one.starts).days + 1)}
    shared_day = any(other.starts <= day <= other.ends for day in days)
    theme = one.theme is None or other.theme is None or one.theme == other.theme
    expected = any(urn in other.schools for urn in one.schools) and shared_day
    assert is_double(one, other) == (expected and theme and one.category == other.category)


@given(PLANS)
def test_a_plan_doubles_itself(plan: Plan) -> None:
    assert is_double(plan, plan)


@pytest.mark.parametrize(("starts", "double"), [(END, True), (END + DAY, False)])
def test_one_shared_day_is_enough(starts: date, *, double: bool) -> None:
    assert is_double(PLAN, replace(PLAN, starts=starts, ends=starts + DAY)) == double


def test_theme_counts_only_where_both_have_one() -> None:
    assert is_double(PLAN, replace(PLAN, theme=None))
    assert not is_double(PLAN, replace(PLAN, theme="english"))


@pytest.mark.parametrize(
    ("granted", "refused"),
    [
        (waiver(), []),
        (waiver(against="A-1"), []),
        (waiver(against="G-2"), ["double-funding"]),
        (waiver(until=END - DAY), ["double-funding"]),
        (waiver(waives="late"), ["double-funding"]),
    ],
    ids=["the award", "its application", "another award", "ends too early", "another rule"],
)
def test_only_a_waiver_that_names_the_other_until_the_end_lifts_it(
    granted: Waiver, refused: list[str]
) -> None:
    other = Funded("A-1", PLAN, "G-1", released=True)
    assert codes(PLAN, other, granted) == refused


def test_waiver_of_the_other_one_that_names_this_one_lifts_it_too() -> None:
    assert codes(PLAN, Funded("A-1", PLAN, waivers=[waiver(against="A-2")])) == []


@given(PLANS)
def test_reason_tells_nothing_of_what_is_not_released(plan: Plan) -> None:
    [reason] = double_funding(plan, ("A-2",), (), [Funded("A-1", plan)])[0]
    assert "A-1" not in reason.message
    assert not {"approved", "award", "decided"} & set(reason.message.split())
