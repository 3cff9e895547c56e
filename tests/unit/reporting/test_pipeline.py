"""Where applications stand, and since when."""

from datetime import UTC, datetime, timedelta
from typing import Any

from reporting.domain.pipeline import Standing, by_stage, by_state, pipeline
from reporting.projections import changes_of
from unit.reporting.builders import START, Programme, small_programme, submit

AS_OF = datetime(2026, 11, 21, tzinfo=UTC)


def standings(told: Programme, as_of: datetime = AS_OF) -> dict[str, Standing]:
    """Each application's standing by its reference."""
    tables = changes_of(told.events).tables
    rows: list[Any] = list(tables["application"].values())
    steps: list[Any] = list(tables["application_step"].values())
    return {one.application: one for one in pipeline(rows, steps, as_of)}


def test_days_count_from_the_entry_into_the_present_state() -> None:
    told = Programme()
    submit(told, "0001")
    entered = told.events[-1].time
    told.wait(days=3)
    told.application("decision.flagged", "A-2026-0001", "decided")

    found = standings(told, entered + timedelta(days=5, hours=23))

    assert found["A-2026-0001"].since == entered
    assert found["A-2026-0001"].days == 5


def test_an_application_that_comes_back_to_a_state_counts_from_its_return() -> None:
    told = Programme()
    submit(told, "0001")
    told.wait(days=1)
    back = told.application("decision.voided", "A-2026-0001", "ready-for-panel")

    assert standings(told)["A-2026-0001"].since == back.time


def test_title_school_and_theme_stay_closed_until_the_decision_is_released() -> None:
    found = standings(small_programme())

    undecided = found["A-2026-0006"].as_json()
    assert (undecided["title"], undecided["lead_school"], undecided["theme"]) == (None, None, None)
    assert found["A-2026-0001"].as_json()["title"] == "Tees mastery hub 1"


def test_a_refused_application_has_ended_though_its_state_is_released() -> None:
    found = standings(small_programme())["A-2026-0003"]

    assert (found.state, found.stage) == ("released", "ended")


def test_states_are_counted_in_the_order_of_the_way_through() -> None:
    counts = by_state(standings(small_programme()).values())

    assert [(one.state, one.applications) for one in counts] == [
        ("decided", 1),
        ("released", 1),
        ("offered", 1),
        ("accepted", 1),
        ("ineligible", 1),
        ("withdrawn", 1),
    ]


def test_every_application_is_in_one_stage_of_its_category() -> None:
    found = list(standings(small_programme()).values())

    for one in by_stage(found, "category"):
        assert sum(one.stages.values()) == one.applications
    assert sum(one.applications for one in by_stage(found, "theme")) == len(found)


def test_a_clock_behind_the_event_gives_no_negative_days() -> None:
    told = Programme()
    submit(told, "0001")

    assert standings(told, START - timedelta(days=1))["A-2026-0001"].days == 0
