"""(c) An application's way from its publisher's confirm to the acceptance of the contact's mail."""

import tempfile

from benchmarks import progress
from benchmarks.findings import Aim, Benchmark, Finding
from benchmarks.harness import Figures, median, program
from benchmarks.servers import Servers


def run(servers: Servers, *, size: int = 500, rounds: int = 5) -> Benchmark:
    """The whole stack as `attain up` starts it, on either store."""
    progress.say("a stack on SQLite")
    on_sqlite = _stack(size, rounds)
    progress.say("a stack on PostgreSQL")
    store, database = servers.databases()
    on_postgresql = _stack(size, rounds, {"BENCH_DATABASE": database}, store=store)
    return Benchmark(
        "(c) an application's way from the publisher's confirm to SMTP acceptance, at 50 a second",
        f"{size} applications a round, {rounds} rounds, medians of their p50 and p99; four service "
        "processes with tracing, one broker, SQLite with synchronous=FULL, PostgreSQL with its "
        "default durability; the officers' mails are sent too. Bare: three publish-confirm-consume "
        "hops on a quorum queue, three commits on the same kind of store, one SMTP dialogue, "
        "measured between the rounds.",
        [*_findings("SQLite", on_sqlite), *_findings("PostgreSQL", on_postgresql)],
    )


def _findings(store: str, found: list[Figures]) -> list[Finding]:
    bare, p50, p99 = (median(found, name) for name in ("bare", "p50", "p99"))
    return [
        Finding(f"p50, {store}", f"{p50:.1f} ms", f"{bare:.1f} ms bare", p50 / bare, Aim("<", 3)),
        Finding(f"p99, {store}", f"{p99:.1f} ms", "", p99, Aim("<", 100, " ms")),
    ]


def _stack(
    size: int, rounds: int, environment: dict[str, str] | None = None, **given: str
) -> list[Figures]:
    with tempfile.TemporaryDirectory() as folder:
        figures = program(
            "applying", environment=environment, data_dir=folder, size=size, rounds=rounds, **given
        )
    found: list[Figures] = figures["rounds"]
    return found
