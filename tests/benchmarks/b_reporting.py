"""(b) Events that reporting takes in, journals and projects, per second, on PostgreSQL."""

import asyncio
import tempfile
from collections.abc import Callable
from functools import partial

from benchmarks.events import samples
from benchmarks.findings import Aim, Benchmark, Finding
from benchmarks.harness import Figures, in_turns, median, program
from benchmarks.loading import fill
from benchmarks.servers import Servers
from chassis.messaging.topology import inbox_queue, parked_queue, unrouted_queue

QUEUE = inbox_queue("reporting")
PREFETCH = 1_000  # twice the group size, as the service has it
PLAIN, SLOWEST = "FastStream + SQLModel", 10  # the slow ones get a tenth of the events
NO_TRACING = {"OTEL_SDK_DISABLED": "true"}


def run(servers: Servers, *, size: int = 20_000, rounds: int = 5) -> Benchmark:
    """Each contender finds a queue that is full already, and a store that is empty."""
    few = max(20, size // SLOWEST)
    contenders = {
        "reporting": partial(_reporting, servers, size, {}),
        "reporting, no tracing": partial(_reporting, servers, size, NO_TRACING),
        "bare aio-pika": partial(_bare, servers, size),
        PLAIN: partial(_plain, servers, few),
        "Celery, two processes": partial(_celery, servers, few),
    }
    measured = in_turns(contenders, rounds)
    rate = {name: median(figures, "rate") for name, figures in measured.items()}
    return Benchmark(
        "(b) events per second that reporting consumes, journals and projects",
        f"{size} events that wait in the queue, {rounds} rounds in turns, medians, the first tenth "
        "not counted; PostgreSQL with its default durability (fsync, synchronous commits) for all "
        "of them; bare aio-pika acks each message and stores nothing; prefetch "
        f"{PREFETCH} for both. FastStream (prefetch 16) and Celery (late acks) do {few} events, "
        "one transaction each.",
        _findings(rate),
    )


def _findings(rate: dict[str, float]) -> list[Finding]:
    ours, silent = rate["reporting"], rate["reporting, no tracing"]

    def against(what: str, other: str, aim: Aim) -> Finding:
        return Finding(
            what, f"{ours:,.0f}/s", f"{rate[other]:,.0f}/s {other}", ours / rate[other], aim
        )

    return [
        against("against no store at all", "bare aio-pika", Aim(">", 0.3)),
        against("against the plain idiom", PLAIN, Aim(">", 5)),
        against("against Celery", "Celery, two processes", Aim(">", 5)),
        Finding(
            "the share that tracing costs",
            f"{ours:,.0f}/s",
            f"{silent:,.0f}/s without tracing",
            1 - ours / silent,
        ),
    ]


def _reporting(servers: Servers, size: int, environment: dict[str, str]) -> Figures:
    with tempfile.TemporaryDirectory() as data_dir:
        return _on_a_full_queue(
            servers,
            size,
            lambda url: program(
                "grouped",
                environment=environment,
                count=size,
                data_dir=data_dir,
                amqp_url=url,
                database_url=servers.database(),
            ),
        )


def _bare(servers: Servers, size: int) -> Figures:
    return _on_a_full_queue(
        servers,
        size,
        lambda url: program("bare_consume", url=url, queue=QUEUE, prefetch=PREFETCH, count=size),
    )


def _plain(servers: Servers, size: int) -> Figures:
    return _on_a_full_queue(
        servers,
        size,
        lambda url: program(
            "plain_faststream",
            amqp_url=url,
            database_url=servers.database(),
            queue=QUEUE,
            count=size,
        ),
    )


def _celery(servers: Servers, size: int) -> Figures:
    return program(
        "celery_worker", amqp_url=servers.celery(), database_url=servers.database(), count=size
    )


def _on_a_full_queue(servers: Servers, size: int, consume: Callable[[str], Figures]) -> Figures:
    others = parked_queue("reporting"), unrouted_queue("reporting")
    vhost = servers.vhost(QUEUE, *others)
    asyncio.run(fill(vhost, list(samples(size))))
    figures = consume(vhost.url("reporting"))
    vhost.delete()
    return figures
