"""Counts of people below five are suppressed, and what would give them away."""

from hypothesis import example, given
from hypothesis import strategies as st

from reporting.domain.programme import GROUPS, lines, shown, total
from reporting.domain.suppression import SMALL, SUPPRESSED, is_small, suppress

COUNTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 40), max_size=9)


def test_small_count_and_the_next_one_are_suppressed_beside_their_total() -> None:
    assert suppress({"a": 3, "b": 12, "c": 40}) == (
        {"a": SUPPRESSED, "b": SUPPRESSED, "c": 40},
        55,
    )


def test_two_small_counts_that_are_few_together_take_another_with_them() -> None:
    cells, whole = suppress({"a": 1, "b": 1, "c": 9, "d": 30})
    assert [key for key, cell in cells.items() if cell == SUPPRESSED] == ["a", "b", "c"]
    assert whole == 41


def test_small_total_is_suppressed() -> None:
    assert suppress({"a": 3, "b": 0}) == ({"a": SUPPRESSED, "b": 0}, SUPPRESSED)


def test_counts_of_five_and_more_are_shown() -> None:
    assert suppress({"a": 5, "b": 0, "c": 7}) == ({"a": 5, "b": 0, "c": 7}, 12)


@given(COUNTS)
@example({"a": 4, "b": 4})
@example({"a": 1, "b": 1, "c": 1})
def test_no_small_count_can_be_worked_out_from_the_total(counts: dict[str, int]) -> None:
    cells, whole = suppress(counts)
    hidden = [key for key in counts if cells[key] == SUPPRESSED]

    assert all(not 0 < cell < SMALL for cell in cells.values() if isinstance(cell, int))
    assert all(counts[key] == cells[key] for key in counts if key not in hidden)
    if not isinstance(whole, int):
        assert 0 < sum(counts.values()) < SMALL
    elif hidden:
        assert len(hidden) > 1
        assert sum(counts[key] for key in hidden) >= SMALL


@given(COUNTS)
def test_total_is_the_same_for_every_way_of_dividing_it(counts: dict[str, int]) -> None:
    assert suppress(counts)[1] == suppress({"all": sum(counts.values())})[1]


def test_cohort_below_five_is_small_and_an_unknown_one_is_not() -> None:
    assert [is_small(cohort) for cohort in (0, 4, 5, None)] == [True, True, False, False]


def test_every_group_of_attendances_is_suppressed_by_itself() -> None:
    delivered = [
        {"key": "a", "days_delivered": 2.5, **dict.fromkeys(GROUPS, 0), "leaders": 3},
        {"key": "b", "days_delivered": 1, **dict.fromkeys(GROUPS, 0), "leaders": 9, "teachers": 8},
    ]
    found = lines({"a": "Coaching"}, delivered)

    assert [row["name"] for row in found] == ["Coaching", "b"]
    assert [row["leaders"] for row in shown(found)] == [SUPPRESSED, SUPPRESSED]
    assert [row["teachers"] for row in shown(found)] == [0, 8]
    assert (total(found)["leaders"], total(found)["days_delivered"]) == (12, 3.5)
