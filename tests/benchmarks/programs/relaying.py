"""Ours: the outbox relay on rows that lie committed, its claims, marks and spans included."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import insert, select

from benchmarks.events import samples
from benchmarks.harness import Figures, given, report
from benchmarks.programs.profiling import profiled
from benchmarks.programs.stopwatch import Stopwatch
from chassis import ServiceSettings
from chassis.messaging.topology import EVENTS
from chassis.outbox.relay import Relay
from chassis.storage import Store, tables
from chassis.storage.tables import OutboxRow
from chassis.telemetry import start_tracing
from chassis.telemetry.metrics import Metrics
from chassis.telemetry.sql import trace_statements
from support.keys import KEY
from support.polling import eventually

FILL = 1_000


async def relay(count: int, data_dir: str, **settings: Any) -> Figures:
    """From the relay's start to the last row that is marked sent."""
    tracing = start_tracing("schools", data_dir=Path(data_dir), instance="bench")
    store = Store(settings["database_url"])
    trace_statements(store.engine)
    await _fill(store, count)
    metrics = Metrics("schools")
    given_settings = ServiceSettings(data_dir=Path(data_dir), key=KEY, **settings)
    watch = Stopwatch()
    running = asyncio.create_task(
        Relay(store, given_settings, metrics, lambda: datetime.now(UTC)).run()
    )
    # the store is not asked while the clock runs: that would be part of what is measured
    await eventually(lambda: _published(metrics) >= count, timeout=600)
    figures = watch.read()
    await eventually(lambda: _all_sent(store))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await store.close()
    tracing.shutdown()
    return figures


async def _fill(store: Store, count: int) -> None:
    async with store.engine.begin() as connection:
        await connection.run_sync(tables.metadata.create_all)
    rows = [_row(sample) for sample in samples(count)]
    async with store.writing() as session:
        for start in range(0, count, FILL):
            await session.execute(insert(OutboxRow), rows[start : start + FILL])


def _row(sample: Any) -> dict[str, Any]:
    return {
        "event_id": sample.headers["ce-id"],
        "exchange": EVENTS,
        "routing_key": sample.event_type,
        "event_type": sample.event_type,
        "subject": sample.subject,
        "created_at": datetime.now(UTC),
        "headers": orjson.dumps(sample.headers).decode(),
        "body": sample.body,
    }


def _published(metrics: Metrics) -> float:
    return metrics.registry.get_sample_value("attain_published_total") or 0.0


async def _all_sent(store: Store) -> bool:
    async with store.reading() as session:
        unsent = select(OutboxRow.seq).where(OutboxRow.sent_at.is_(None))  # type: ignore[union-attr]
        return (await session.execute(unsent.limit(1))).first() is None


if __name__ == "__main__":
    wanted = given()
    with profiled():
        report(asyncio.run(relay(**wanted)))
