"""Baseline: a Celery task that does the same inserts; two processes work on the queue."""

import asyncio
import os
from functools import cache
from typing import Any

from celery import Celery
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from benchmarks.programs.idiom import store

app = Celery("bench", broker=os.environ["BENCH_AMQP"])
app.conf.update(
    task_acks_late=True,  # as safe as the others: the ack follows the commit
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    worker_prefetch_multiplier=64,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
)


@cache
def loop() -> asyncio.AbstractEventLoop:
    """One loop for each process; the driver of PostgreSQL in the lock is an asynchronous one."""
    return asyncio.new_event_loop()


@cache
def engine() -> AsyncEngine:
    """One connection for each process."""
    return create_async_engine(os.environ["BENCH_DATABASE"], pool_size=1)


@app.task(name="take")
def take(headers: dict[str, str], data: dict[str, Any]) -> None:
    """One event, one transaction."""
    loop().run_until_complete(store(engine(), headers, data))
