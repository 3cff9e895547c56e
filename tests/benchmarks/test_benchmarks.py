"""Each benchmark runs, with sizes that say nothing about speed."""

from collections.abc import Iterator

import pytest

from benchmarks import a_register, b_reporting, c_journey, d_relay, e_footprint
from benchmarks.findings import Aim, Benchmark, Finding
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
    assert len(found) == 4
    assert all(figure is not None for figure in found)


def test_an_applications_way_is_measured(servers):
    found = figures(c_journey.run(servers, size=10, rounds=1, stores=["SQLite"]))
    assert len(found) == 4
    assert all(found[:3])


def test_the_relay_is_measured(servers):
    assert all(figures(d_relay.run(servers, size=60, rounds=1)))


def test_memory_and_start_are_measured(servers):
    assert len(e_footprint.run(servers, rounds=1).findings) == 5
