"""Where applications stand, and since when."""

from datetime import UTC, datetime, timedelta
from typing import Any

from chassis import public_before_release
from reporting.domain.pipeline import Standing, listed, pipeline
from reporting.domain.tallies import Tally, by_stage, by_state, days
from reporting.projections import changes_of
from unit.reporting.builders import START, Programme, small_programme, submit

AS_OF = datetime(2026, 11, 21, tzinfo=UTC)


def standings(told: Programme) -> dict[str, Standing]:
    """Each application's standing by its reference."""
    tables = changes_of(told.events).tables
    rows: list[Any] = list(tables["application"].values())
    steps: list[Any] = list(tables["application_step"].values())
    return {one.application: one for one in pipeline(rows, steps, public_before_release())}


def tallies(found: dict[str, Standing]) -> list[Tally]:
    """Each application as a tally of its own."""
    return [
        Tally(one.state, one.category, one.theme, one.released, 1, one.since)
        for one in found.values()
    ]


def test_days_count_from_the_entry_into_the_present_state() -> None:
    told = Programme()
    submit(told, "0001")
    entered = told.events[-1].time
    told.wait(days=3)
    told.application("decision.flagged", "A-2026-0001", "decided")

    found = standings(told)["A-2026-0001"]

    assert found.since == entered
    assert days(found.since, entered + timedelta(days=5, hours=23)) == 5


def test_an_application_that_comes_back_to_a_state_counts_from_its_return() -> None:
    told = Programme()
    submit(told, "0001")
    told.wait(days=1)
    back = told.application("decision.voided", "A-2026-0001", "ready-for-panel")

    assert standings(told)["A-2026-0001"].since == back.time


def test_title_school_and_theme_stay_closed_until_the_decision_is_released() -> None:
    found = standings(small_programme())

    undecided = listed(found["A-2026-0006"].as_row(), AS_OF)
    assert (undecided["title"], undecided["lead_school"], undecided["theme"]) == (None, None, None)
    assert listed(found["A-2026-0001"].as_row(), AS_OF)["title"] == "Tees mastery hub 1"


def test_declined_application_is_counted_as_declined_once_released() -> None:
    found = standings(small_programme())

    declined = found["A-2026-0003"]
    assert declined.state == "declined"
    [hubs, *_] = by_stage(tallies(found), "category")
    assert hubs.stages["declined"] == 1


def test_deferred_application_is_shown_as_deferred_once_released() -> None:
    told = Programme()
    told.released("A-2026-0001", None, outcome="deferred")

    [found] = tallies(standings(told))

    assert (found.state, found.stage) == ("deferred", "decision released")


def test_theme_of_an_unreleased_application_cannot_be_read_off_the_table_by_theme() -> None:
    told = Programme()
    submit(told, "0001")
    told.application("application.submitted", "A-2026-0002", "received", theme="english")
    before = by_stage(tallies(standings(told)), "shown_theme")
    told.released("A-2026-0002", 5, theme="english")
    after = by_stage(tallies(standings(told)), "shown_theme")

    assert [(one.name, one.applications) for one in before] == [("not announced", 2)]
    assert [(one.name, one.applications) for one in after] == [
        ("english", 1),
        ("not announced", 1),
    ]


def test_states_are_counted_in_the_order_of_the_way_through() -> None:
    found = standings(small_programme())
    since = {one.state: one.since for one in found.values()}
    counts = by_state(tallies(found), since, AS_OF)

    assert [(one.state, one.applications) for one in counts] == [
        ("decided", 1),
        ("declined", 1),
        ("offered", 1),
        ("accepted", 1),
        ("ineligible", 1),
        ("withdrawn", 1),
    ]


def test_every_application_is_in_one_stage_of_its_category() -> None:
    found = tallies(standings(small_programme()))

    for one in by_stage(found, "category"):
        assert sum(one.stages.values()) == one.applications
    assert sum(one.applications for one in by_stage(found, "shown_theme")) == len(found)


def test_a_clock_behind_the_event_gives_no_negative_days() -> None:
    told = Programme()
    submit(told, "0001")

    since = standings(told)["A-2026-0001"].since
    assert days(since, START - timedelta(days=1)) == 0


def test_an_appeal_is_in_assessment_until_its_release_and_dismissed_stays_declined() -> None:
    told, declined = Programme(), {"outcome": "declined", "awarded_pence": 0}
    submit(told, "0001")
    told.application("decision.released", "A-2026-0001", "released", **declined)
    told.application("application.decided", "A-2026-0001", "decided", **declined)
    assert tallies(standings(told))[0].stage == "in assessment"
    dismissed = {"outcome": "dismissed", "awarded_pence": 0}
    told.application("appeal.decided", "A-2026-0001", "released", **dismissed)
    assert standings(told)["A-2026-0001"].state == "declined"
    upheld = {"outcome": "upheld", "awarded_pence": 2_500_000}
    told.application("appeal.decided", "A-2026-0001", "released", **upheld)
    assert tallies(standings(told))[0].stage == "decision released"
