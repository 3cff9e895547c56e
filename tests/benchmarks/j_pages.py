"""(j) The applications page, its JSON and its CSV, with a hundred times as many applications."""

from functools import partial

from benchmarks.findings import Aim, Benchmark, Finding
from benchmarks.harness import Figures, in_turns, median, program
from benchmarks.servers import Servers

STORES = ("SQLite", "PostgreSQL")
FEWER = 100
PAGES = 30
KINDS = {
    "last": "its last page",
    "filtered": "of one status",
    "searched": "of a search that finds 1 in 70",
    "broad": "of a search that finds 2 in 3",
}


def run(servers: Servers, *, size: int = 76_000, rounds: int = 3) -> Benchmark:
    """On each store many applications, a hundredth of them and none, asked in turns."""
    few = max(1, size // FEWER)
    counts = [size, few, 0]
    measured = in_turns({name: partial(_measure, servers, name, counts) for name in STORES}, rounds)
    return Benchmark(
        f"(j) the applications report at {size:,} applications beside {few:,}",
        f"{rounds} rounds in turns, medians; {PAGES} requests of each page after a first one, the "
        "sizes in turns, in the process of the service, without a network; 25,000 schools; read "
        "models filled in bulk. An empty page is the same page without applications.",
        [finding for name in STORES for finding in _findings(name, measured[name])],
    )


def _findings(store: str, rounds: list[Figures]) -> list[Finding]:
    page, slow = _ms(rounds, 0, "page"), _ms(rounds, 0, "page", "p95")
    few, empty = _ms(rounds, 1, "page"), _ms(rounds, 2, "page")
    size = rounds[0]["sizes"][0]["page"]["bytes"] / 1_000
    kept = median(rounds, "csv_peak_bytes") / 1_000_000
    sheet = f"{median(rounds, 'csv_bytes') / 1_000_000:.1f} MB of CSV"
    lines = [
        ("the page", f"{page:.1f} ms", f"{few:.1f} ms", page / few, Aim("<", 2)),
        ("its p95", f"{slow:.1f} ms", f"{empty:.1f} ms empty", slow - empty, Aim("<", 100, " ms")),
        *(_kind(rounds, kind, what) for kind, what in KINDS.items()),
        ("the page's size", f"{size:.0f} kB", "", size, Aim("<", 300, " kB")),
        ("JSON of all", f"{median(rounds, 'json'):.2f} s", "", None, None),
        ("CSV of all", f"{median(rounds, 'csv'):.2f} s", sheet, None, None),
        ("memory that the CSV takes", f"{kept:.1f} MB", sheet, None, None),
    ]
    return [Finding(f"{store}: {what}", *rest) for what, *rest in lines]


def _kind(
    rounds: list[Figures], kind: str, what: str
) -> tuple[str, str, str, float | None, Aim | None]:
    many, few = _ms(rounds, 0, kind), _ms(rounds, 1, kind)
    return what, f"{many:.1f} ms", f"{few:.1f} ms", many / few, None


def _ms(rounds: list[Figures], place: int, kind: str, name: str = "median") -> float:
    return 1_000 * median([each["sizes"][place][kind] for each in rounds], name)


def _measure(servers: Servers, store: str, counts: list[int]) -> Figures:
    urls = [servers.database() for _ in counts] if store == "PostgreSQL" else []
    return program("applications_page", database_urls=urls, counts=counts, pages=PAGES)
