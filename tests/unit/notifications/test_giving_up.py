"""Whether a failure is final, and when the next attempt is due."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from notifications.domain.states import Failure, Patience, after_failure

CREATED = datetime(2026, 1, 14, 9, tzinfo=UTC)


def verdict(failure: Failure, attempts: int = 1, age: timedelta = timedelta(0)):
    return after_failure(
        failure, attempts=attempts, created=CREATED, now=CREATED + age, patience=Patience()
    )


def test_a_refusal_is_final_at_once():
    assert verdict(Failure.PERMANENT).state == "permanent-failure"


def test_anything_else_is_tried_again_and_each_time_later():
    pauses = [verdict(Failure.TEMPORARY, attempts).due for attempts in (1, 2, 3, 4)]
    assert [(due - CREATED).total_seconds() for due in pauses if due] == [5, 10, 20, 40]


def test_what_is_too_old_is_given_up_by_what_went_wrong():
    old = timedelta(hours=48)
    assert verdict(Failure.TEMPORARY, 60, old).state == "temporary-failure-exhausted"
    assert verdict(Failure.TECHNICAL, 60, old).state == "technical-failure"


@given(
    st.sampled_from([Failure.TEMPORARY, Failure.TECHNICAL]),
    st.integers(0, 10**9),
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=4)),
)
def test_every_delivery_ends(failure, attempts, age):
    found = verdict(failure, attempts, age)
    if found.due is None:
        assert found.state != "queued"
    else:
        assert CREATED + age < found.due < CREATED + timedelta(hours=48)
        assert found.due - (CREATED + age) <= timedelta(hours=1)
