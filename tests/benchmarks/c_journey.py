"""(c) An application's way from its publisher's confirm to the acceptance of the contact's mail."""

import tempfile
from collections.abc import Sequence

from benchmarks import progress
from benchmarks.findings import Aim, Benchmark, Finding
from benchmarks.harness import Figures, median, program
from benchmarks.servers import Servers
from chassis.messaging.topology import SERVICES

STORES = ("SQLite", "PostgreSQL")


def run(
    servers: Servers, *, size: int = 300, rounds: int = 3, stores: Sequence[str] = STORES
) -> Benchmark:
    """The whole stack as `attain up` starts it, on either store."""
    findings: list[Finding] = []
    for store in stores:
        progress.say(f"a stack on {store}")
        findings += _findings(store, _stack(servers, store, size, rounds))
    return Benchmark(
        "(c) an application's way from the publisher's confirm to SMTP acceptance, at 10 a second",
        f"{size} applications a round, {rounds} rounds, medians of their p50 and p99; four service "
        "processes with tracing, one broker, SQLite with synchronous=FULL, PostgreSQL with its "
        "default durability; the officers' mails are sent too. Bare: three publish-confirm-consume "
        "hops on a quorum queue, three commits on the same kind of store, one SMTP dialogue, "
        "measured between the rounds.",
        findings,
    )


def _findings(store: str, found: list[Figures]) -> list[Finding]:
    bare, p50, p99, carried = (median(found, name) for name in ("bare", "p50", "p99", "carried"))
    spent = {name: median(found, name) for name in ("rabbitmq", *SERVICES)}
    said = ", ".join(f"{name} {ms:.0f}" for name, ms in spent.items())
    return [
        Finding(f"p50, {store}", f"{p50:.1f} ms", f"{bare:.1f} ms bare", p50 / bare, Aim("<", 6)),
        Finding(f"p99, {store}", f"{p99:.1f} ms", f"{bare:.1f} ms bare", p99 / bare, Aim("<", 20)),
        Finding("carried, all at once", f"{carried:.1f}/s"),
        Finding("processor time of one", f"{sum(spent.values()):.0f} ms", said),
    ]


def _stack(servers: Servers, store: str, size: int, rounds: int) -> list[Figures]:
    given, environment = {}, {}
    if store == "PostgreSQL":
        given["store"], environment["BENCH_DATABASE"] = servers.databases()
    with tempfile.TemporaryDirectory() as folder:
        figures = program(
            "applying", environment=environment, data_dir=folder, size=size, rounds=rounds, **given
        )
    found: list[Figures] = figures["rounds"]
    return found
