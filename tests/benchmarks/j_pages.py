"""(j) The applications page, its JSON and its CSV, with a hundred times as many applications."""

import statistics
from functools import partial

from benchmarks.findings import Aim, Benchmark, Finding
from benchmarks.harness import Figures, in_turns, median, program
from benchmarks.servers import Servers

STORES = ("SQLite", "PostgreSQL")
FEWER = 100
PAGES = 30


def run(servers: Servers, *, size: int = 76_000, rounds: int = 3) -> Benchmark:
    """Each store with many applications, and with a hundredth of them, in turns."""
    few = max(1, size // FEWER)
    contenders = {
        f"{store}, {number}": partial(_measure, servers, store, number)
        for store in STORES
        for number in (size, few)
    }
    measured = in_turns(contenders, rounds)
    found = [
        finding
        for store in STORES
        for finding in _findings(store, measured[f"{store}, {size}"], measured[f"{store}, {few}"])
    ]
    return Benchmark(
        f"(j) the applications report at {size:,} applications beside {few:,}",
        f"{rounds} rounds in turns, medians; {PAGES} requests of each page after a first one, in "
        "the process of the service, without a network; 25,000 schools; read models filled in "
        "bulk. An empty page is the same page before the first application.",
        found,
    )


def _findings(store: str, many: list[Figures], few: list[Figures]) -> list[Finding]:
    found = [_page(store, "the page", "median", many, few, Aim("<", 2))]
    beside = 1_000 * statistics.median(each["p95"] - each["empty"] for each in many)
    empty = f"{1_000 * median(many, 'empty'):.1f} ms empty"
    p95 = f"{1_000 * median(many, 'p95'):.1f} ms"
    found += [
        Finding(f"{store}: the page's p95", p95, empty, beside, Aim("<", 100, " ms")),
        _page(store, "its last page", "last", many, few),
        _page(store, "of one status", "filtered", many, few),
        _page(store, "of a search that finds 1 in 70", "searched", many, few),
        _page(store, "of a search that finds 2 in 3", "broad", many, few),
    ]
    size, kept = median(many, "bytes") / 1_000, median(many, "csv_peak_bytes") / 1_000_000
    sheet = f"{median(many, 'csv_bytes') / 1_000_000:.1f} MB of CSV"
    return [
        *found,
        Finding(f"{store}: the page's size", f"{size:.0f} kB", "", size, Aim("<", 300, " kB")),
        Finding(f"{store}: JSON of all", f"{median(many, 'json'):.2f} s", "", None),
        Finding(f"{store}: CSV of all", f"{median(many, 'csv'):.2f} s", sheet, None),
        Finding(f"{store}: memory that the CSV takes", f"{kept:.1f} MB", sheet, kept),
    ]


def _page(
    store: str,
    what: str,
    name: str,
    many: list[Figures],
    few: list[Figures],
    aim: Aim | None = None,
) -> Finding:
    one, other = 1_000 * median(many, name), 1_000 * median(few, name)
    return Finding(f"{store}: {what}", f"{one:.1f} ms", f"{other:.1f} ms", one / other, aim)


def _measure(servers: Servers, store: str, count: int) -> Figures:
    url = servers.database() if store == "PostgreSQL" else None
    return program("applications_page", database_url=url, count=count, pages=PAGES)
