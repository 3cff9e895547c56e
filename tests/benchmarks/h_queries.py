"""(h) A page of applications, or of a round's ranking, at 100,000 beside the same at 1,000."""

import statistics
import tempfile
from pathlib import Path

from benchmarks.findings import Aim, Benchmark, Finding
from benchmarks.harness import Figures, program
from benchmarks.servers import Servers

AIM = Aim("<", 2)
SMALL = 1_000
STORES = ("sqlite", "postgresql")


def run(servers: Servers, *, size: int = 100_000, rounds: int = 3) -> Benchmark:
    """Each round fills a small and a large store anew, and asks them for the same in turns."""
    findings = [
        finding
        for store in STORES
        for finding in _findings(store, [_measured(servers, store, size) for _ in range(rounds)])
    ]
    conditions = (
        f"{rounds} rounds, a page of 100 through the web application, the middle one of fifteen "
        f"times for each filter; {size:,} applications beside {SMALL:,}, asked in turns."
    )
    return Benchmark("(h) queries", conditions, findings)


def _findings(store: str, measured: list[Figures]) -> list[Finding]:
    found = []
    for name in measured[0]:
        small, large = (statistics.median(each[name][at] for each in measured) for at in (0, 1))
        ratio = statistics.median(each[name][1] / each[name][0] for each in measured)
        times = f"{large * 1000:.1f} ms", f"at {SMALL:,}: {small * 1000:.1f} ms"
        found.append(Finding(f"{name}, {store}", *times, ratio, AIM))
    return found


def _measured(servers: Servers, store: str, size: int) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        stores = [
            {"size": each, "url": _url(servers, store, Path(folder) / f"{each}.db")}
            for each in (SMALL, size)
        ]
        return program("paging", stores=stores, data_dir=folder)


def _url(servers: Servers, store: str, file: Path) -> str:
    return servers.database() if store == "postgresql" else f"sqlite+aiosqlite:///{file}"
