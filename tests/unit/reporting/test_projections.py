"""The read models are the same whatever the order and the repetition of the events."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import Rejected
from chassis.contracts.event import Event
from reporting.domain.changes import Changes
from reporting.projections import changes_of
from unit.reporting.builders import Programme, small_programme
from unit.reporting.challenge import SCHOOL, challenged, objective

JOURNEY = small_programme().events
SUPPORTED = challenged().events


def tables(*groups: list[Event]) -> dict[str, dict[Any, Any]]:
    """The read models after these groups, as the store's rule of the newer version leaves them."""
    kept = Changes()
    for group in groups:
        for table, rows in changes_of(group).tables.items():
            for key, row in rows.items():
                standing = kept.tables.setdefault(table, {}).get(key)
                if standing is None or standing["version"] < row["version"]:
                    kept.tables[table][key] = row
    return kept.tables


@given(st.permutations(JOURNEY), st.lists(st.sampled_from(JOURNEY)), st.integers(0, len(JOURNEY)))
def test_any_order_and_any_duplication_gives_the_same_read_models(
    order: list[Event], again: list[Event], cut: int
) -> None:
    assert tables(order[:cut], [*again, *order[cut:]]) == tables(JOURNEY)


@given(
    st.permutations(SUPPORTED), st.lists(st.sampled_from(SUPPORTED)), st.integers(0, len(SUPPORTED))
)
def test_support_and_challenge_gives_the_same_read_models_in_any_order(
    order: list[Event], again: list[Event], cut: int
) -> None:
    assert tables(order[:cut], [*again, *order[cut:]]) == tables(SUPPORTED)


def test_part_that_the_whole_no_longer_has_is_of_an_older_version() -> None:
    told = challenged()
    told.case("planned", objectives=[objective("O2", "amber")])
    first, second = (each for each in told.events if each.type.startswith("council.schools.case"))

    for order in ([first, second], [second, first]):
        found = tables(order)
        held = found["school_case"]["C-2026-0007",]["version"]
        objectives = found["case_objective"].values()
        assert [row["code"] for row in objectives if row["version"] == held] == ["O2"]


def test_restricted_concern_keeps_neither_kind_nor_severity() -> None:
    told = Programme()
    secret = {"kind": "safeguarding", "severity": "high", "restricted": True}
    about = {"urn": SCHOOL, "concern": "CN-1", "raised_at": "2026-10-01T09:00:00Z"}
    told.tell("schools.concern.recorded", SCHOOL, {**about, **secret}, aggregate="concern")

    [row] = tables(told.events)["concern"].values()
    assert (row["kind"], row["severity"]) == (None, None)


def test_an_older_version_that_arrives_later_changes_nothing() -> None:
    told = Programme()
    first = told.round(budget=1)
    second = told.round(budget=2)

    rows = changes_of([second, first]).tables["funding_round"]

    assert rows[("2026-AUT",)]["budget_pence"] == 2


def test_an_event_that_no_read_model_reads_is_not_an_error() -> None:
    told = Programme()
    told.tell("schools.weather.observed", "111632", {"urn": "111632"}, aggregate="weather")

    assert changes_of(told.events).tables == {}


def test_an_event_that_cannot_be_read_is_refused_and_the_field_named() -> None:
    told = Programme()
    told.tell("applications.round.opened", "R", {"round": "R"}, aggregate="round")

    with pytest.raises(Rejected) as refused:
        changes_of(told.events)

    assert "budget_pence" in refused.value.reasons[0].message


def test_a_payment_request_without_finances_reference_is_no_payment_yet() -> None:
    told = Programme()
    told.payment("requested", "G-2026-0001", None, 100)

    assert "payment" not in changes_of(told.events).tables


def test_rows_leave_a_group_in_the_order_of_their_keys() -> None:
    for _, rows in changes_of(JOURNEY):
        keys = [next(iter(row.values())) for row in rows]
        assert keys == sorted(keys)
