"""(h) A page of applications at 100,000 of them, beside the same page at 1,000.

The ranking of a round has a place here too: another program, with the same sizes.
"""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.findings import Aim, Benchmark, Finding
from benchmarks.harness import Figures, in_turns, median, program
from benchmarks.servers import Servers

AIM = Aim("<", 2)
SMALL = 1_000
STORES = ("sqlite", "postgresql")


def run(servers: Servers, *, size: int = 100_000, rounds: int = 3) -> Benchmark:
    """Each round fills two stores of each kind anew, and asks both for the same pages."""
    findings = [
        finding
        for store in STORES
        for finding in _findings(store, in_turns(_contenders(servers, store, size), rounds))
    ]
    conditions = (
        f"{rounds} rounds, a page of 100 through the web application, the middle one of seven "
        f"times for each filter; {size:,} applications beside {SMALL:,}."
    )
    return Benchmark("(h) queries", conditions, findings)


def _findings(store: str, measured: dict[str, list[Figures]]) -> list[Finding]:
    small, large = measured["small"], measured["large"]
    return [
        Finding(
            f"/applications, {name}, {store}",
            f"{median(large, name) * 1000:.1f} ms",
            f"at {SMALL:,}: {median(small, name) * 1000:.1f} ms",
            median(large, name) / median(small, name),
            AIM,
        )
        for name in small[0]
    ]


def _contenders(servers: Servers, store: str, size: int) -> dict[str, Callable[[], Figures]]:
    return {
        "small": partial(_measured, servers, store, SMALL),
        "large": partial(_measured, servers, store, size),
    }


def _measured(servers: Servers, store: str, size: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'applications.db'}"
        database = servers.database() if store == "postgresql" else url
        return program("paging", size=size, database_url=database, data_dir=folder)
