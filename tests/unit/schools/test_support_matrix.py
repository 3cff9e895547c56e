"""The README's table of a support's states is what the aggregate does."""

import pytest

from unit.schools import support_matrix as matrix


def test_readme_shows_the_matrix_as_the_aggregate_behaves() -> None:
    assert matrix.shown() == matrix.table(), f"The matrix is stale. Run: {matrix.RENEW}"


@pytest.mark.parametrize("state", [each for each in matrix.LIVES if each != "not known"])
@pytest.mark.parametrize("event", ["arrange", "an older arrangement"])
def test_what_is_known_or_older_changes_nothing(state: str, event: str) -> None:
    assert matrix.cell(state, event) == "–"


@pytest.mark.parametrize("state", matrix.LIVES)
@pytest.mark.parametrize("event", matrix.EVENTS)
def test_provider_is_never_booked_beyond_its_days(state: str, event: str) -> None:
    books = matrix.books_in(state)
    if matrix.outcome(books.support(), lambda _: matrix.EVENTS[event](books), str) != "refused":
        (offer,) = books.provider().offers.values()
        assert books.provider().booked(offer) <= offer.half_days


@pytest.mark.parametrize("state", matrix.LIVES)
@pytest.mark.parametrize("event", matrix.EVENTS)
def test_timer_runs_until_the_support_is_over_and_only_then(state: str, event: str) -> None:
    books = matrix.books_in(state)
    matrix.outcome(books.support(), lambda _: matrix.EVENTS[event](books), str)
    support = books.support()
    if support.timers:
        assert (support.timers[-1].due is None) == (support.ended_on is not None)
