"""Baseline: fills Celery's queue, starts a worker with two processes, watches the journal grow."""

import asyncio
import os
import subprocess
import sys
import time

import orjson
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.events import samples
from benchmarks.harness import Figures, given, report
from benchmarks.programs.idiom import make_tables, stored
from support.polling import eventually

WORKER = "-m celery -A benchmarks.programs.celery_app worker --concurrency 2 --loglevel ERROR"
QUIET = "--without-gossip --without-mingle --without-heartbeat"


def consume(amqp_url: str, database_url: str, count: int) -> Figures:
    """From the first commit to the last; the worker's start is not counted."""
    os.environ.update(BENCH_AMQP=amqp_url, BENCH_DATABASE=database_url)
    asyncio.run(_prepare(database_url))
    _fill(count)
    command = [sys.executable, *WORKER.split(), *QUIET.split()]
    worker = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return asyncio.run(_watch(database_url, count))
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


async def _watch(database_url: str, count: int) -> Figures:
    engine = create_async_engine(database_url)
    first = await eventually(lambda: stored(engine), timeout=60)
    began = time.perf_counter()

    async def all_of_them() -> bool:
        return await stored(engine) == count

    await eventually(all_of_them, timeout=600)
    seconds = time.perf_counter() - began
    await engine.dispose()
    return {"rate": (count - first) / seconds}


if __name__ == "__main__":
    report(consume(**given()))
