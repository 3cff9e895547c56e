"""The README shows what each command does to a case and to a visit in each of their states."""

import pytest

from support.state_matrix import drawn_in
from unit.schools import case_lives, case_matrix, visit_lives


@pytest.mark.parametrize("name", case_matrix.TABLES)
def test_readme_shows_the_matrix_as_the_aggregates_behave(name):
    drawn = drawn_in(case_matrix.README.read_text("utf-8"), name)
    assert drawn == case_matrix.TABLES[name](), f"It is stale. Run: {case_matrix.RENEW}"


def test_each_row_is_the_state_that_it_says():
    for state in case_lives.LIVES:
        assert (
            state.partition(",")[0]
            == case_lives.case_state(case_lives.case_in(state)).partition(",")[0]
        )
    for state in visit_lives.LIVES:
        assert state == visit_lives.visit_state(visit_lives.visit_in(state))
