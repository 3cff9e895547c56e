"""Baseline: fills Celery's queue, starts a worker with two processes, watches the journal grow."""

import asyncio
import os
import subprocess
import sys

import orjson
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.events import samples
from benchmarks.harness import Figures, given, report
from benchmarks.programs.idiom import make_tables, stored
from benchmarks.programs.stopwatch import Lap
from support.polling import eventually

WORKER = "-m celery -A benchmarks.programs.celery_app worker --concurrency 2 --loglevel ERROR"
QUIET = "--without-gossip --without-mingle --without-heartbeat"


def consume(amqp_url: str, database_url: str, count: int) -> Figures:
    """From commit to commit, as they are seen in the journal."""
    os.environ.update(BENCH_AMQP=amqp_url, BENCH_DATABASE=database_url)
    asyncio.run(_prepare(database_url))
    _fill(count)
    command = [sys.executable, *WORKER.split(), *QUIET.split()]
    lap = Lap(count)
    worker = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return asyncio.run(_watch(database_url, lap, count))
    finally:
        worker.terminate()
        worker.wait(30)


async def _prepare(database_url: str) -> None:
    engine = create_async_engine(database_url)
    await make_tables(engine)
    await engine.dispose()


def _fill(count: int) -> None:
    from benchmarks.programs.celery_app import take  # noqa: PLC0415 - it reads the environment

    for sample in samples(count):
        take.delay(sample.headers, orjson.loads(sample.body))


async def _watch(database_url: str, lap: Lap, count: int) -> Figures:
    engine, seen = create_async_engine(database_url), 0

    async def all_of_them() -> bool:
        nonlocal seen
        before, seen = seen, await stored(engine)
        lap.took(seen - before)
        return seen == count

    await eventually(all_of_them, timeout=600)
    await engine.dispose()
    return await lap.rate()


if __name__ == "__main__":
    report(consume(**given()))
