"""Ours: the reporting service as it runs, its journal, read models, inbox and tracing."""

import asyncio
from pathlib import Path
from typing import Any

from benchmarks.harness import Figures, given, report
from benchmarks.programs.profiling import profiled
from benchmarks.programs.stopwatch import Lap
from chassis.storage.migrations import metadata_of
from chassis.telemetry import start_tracing
from chassis.telemetry.sql import trace_statements
from reporting.main import Settings, build
from support.keys import KEY


async def consume(count: int, data_dir: str, **settings: Any) -> Figures:
    """From commit to commit."""
    tracing = start_tracing("reporting", data_dir=Path(data_dir), instance="bench")
    service = build(Settings(data_dir=Path(data_dir), key=KEY, **settings))
    trace_statements(service.store.engine)
    async with service.store.engine.begin() as connection:
        for metadata in metadata_of("reporting"):
            await connection.run_sync(metadata.create_all)
    lap, count_group = Lap(count), service.metrics.group

    def counted(size: int) -> None:
        count_group(size)
        lap.took(size)

    service.metrics.group = counted  # type: ignore[method-assign]
    async with service.running():
        figures = await lap.rate()
    tracing.shutdown()
    return figures


if __name__ == "__main__":
    want = given()
    with profiled():
        report(asyncio.run(consume(**want)))
