"""Each benchmark runs, with sizes that say nothing about speed."""

from collections.abc import Iterator

import pytest

from benchmarks import (
    a_register,
    b_reporting,
    c_journey,
    d_relay,
    e_footprint,
    f_commands,
    g_flood,
    h_queries,
    i_decisions,
    j_pages,
)
from benchmarks.findings import Aim, Benchmark, Finding
from benchmarks.programs.stopwatch import Lap
from benchmarks.servers import Servers

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with Servers() as started:
        yield started


def figures(benchmark: Benchmark) -> list[float | None]:
    return [finding.figure for finding in benchmark.findings]


def test_an_aim_says_whether_a_figure_meets_it():
    assert Finding("x", "", figure=0.9, aim=Aim(">", 0.8)).verdict == "met"
    assert Finding("x", "", figure=3.0, aim=Aim("<", 3)).verdict == "NOT MET"
    assert not Finding("x", "").verdict


def test_the_import_is_measured(servers):
    found = figures(a_register.run(servers, file=a_register.SAMPLE, rounds=1))
    assert len(found) == 3
    assert all(found)


def test_what_reporting_takes_in_is_measured(servers):
    found = figures(b_reporting.run(servers, size=60, rounds=1))
    *ratios, share_of_tracing = found
    assert len(ratios) == 3
    assert all(ratios)
    assert share_of_tracing is not None  # so few events may cost less with tracing, or nothing


async def test_what_comes_all_at_once_is_measured_from_the_start():
    lap = Lap(60)
    lap.took(1)
    lap.took(59)
    figures = await lap.rate()
    assert figures["measured"] == 60
    assert figures["rate"] > 0


async def test_the_first_tenth_is_not_measured_where_more_follows():
    lap = Lap(60)
    for number in (1, 5, 30, 24):
        lap.took(number)
    assert (await lap.rate())["measured"] == 54


def test_an_applications_way_is_measured(servers):
    found = figures(c_journey.run(servers, size=10, rounds=1, stores=["SQLite"]))
    assert len(found) == 4
    assert all(found[:2])


def test_mail_under_a_flood_is_measured(servers):
    [ratio] = figures(g_flood.run(servers, size=500, rounds=1))
    assert ratio > 0


def test_the_relay_is_measured(servers):
    assert all(figures(d_relay.run(servers, size=60, rounds=1)))


def test_memory_and_start_are_measured(servers):
    assert len(e_footprint.run(servers, rounds=1).findings) == 5


def test_command_is_measured_beside_its_imports(servers):
    [ratio] = figures(f_commands.run(servers, rounds=1))
    assert ratio > 1


def test_a_page_of_applications_is_measured_on_both_stores_for_every_filter(servers):
    found = figures(h_queries.run(servers, size=2_000, rounds=1))
    assert len(found) == 26  # thirteen questions on each store
    assert all(found)


def test_decisions_from_several_connections_are_measured(servers):
    assert all(figures(i_decisions.run(servers, size=8, rounds=1)))


def test_applications_report_is_measured_at_two_sizes(servers):
    found = j_pages.run(servers, size=400, rounds=1)
    assert len(found.findings) == 20
    assert [each.verdict for each in found.findings if "size" in each.what] == ["met", "met"]
