"""(d) Events that the outbox relay publishes per second."""

import tempfile
from functools import partial

from benchmarks.findings import Aim, Benchmark, Finding
from benchmarks.harness import Figures, in_turns, median, program
from benchmarks.servers import Servers
from chassis.messaging.topology import inbox_queue, parked_queue

BARE = "bare aio-pika, 500 confirms in flight"


def run(servers: Servers, *, size: int = 20_000, rounds: int = 5) -> Benchmark:
    """The same events to the same exchange and one quorum queue behind it."""
    contenders = {
        "PostgreSQL": partial(_relay, servers, size, "postgresql"),
        "SQLite": partial(_relay, servers, size, "sqlite"),
        BARE: partial(_bare, servers, size),
    }
    measured = in_turns(contenders, rounds)
    rate = {name: median(figures, "rate") for name, figures in measured.items()}
    return Benchmark(
        "(d) events per second that the outbox relay publishes",
        f"{size} committed outbox rows, {rounds} rounds in turns, medians; claims, marks and spans "
        "included; PostgreSQL with its default durability, SQLite with synchronous=FULL.",
        [
            Finding(
                f"outbox on {store}",
                f"{rate[store]:,.0f}/s",
                f"{rate[BARE]:,.0f}/s {BARE}",
                rate[store] / rate[BARE],
                Aim(">", 0.5),
            )
            for store in ("PostgreSQL", "SQLite")
        ],
    )


def _relay(servers: Servers, size: int, store: str) -> Figures:
    with tempfile.TemporaryDirectory() as data_dir:
        sqlite = f"sqlite+aiosqlite:///{data_dir}/outbox.sqlite"
        return _on_a_fresh_vhost(
            servers,
            size,
            "relaying",
            data_dir=data_dir,
            database_url=sqlite if store == "sqlite" else servers.database(),
        )


def _bare(servers: Servers, size: int) -> Figures:
    return _on_a_fresh_vhost(servers, size, "bare_publish")


def _on_a_fresh_vhost(servers: Servers, size: int, name: str, **given: str) -> Figures:
    vhost = servers.vhost(inbox_queue("reporting"), parked_queue("reporting"))
    figures = program(name, amqp_url=vhost.url("operator"), count=size, **given)
    vhost.delete()
    return {**figures, "rate": size / figures["seconds"]}
