"""Ours: the reporting service as it runs, its journal, read models, inbox and tracing."""

import asyncio
from pathlib import Path
from typing import Any

from benchmarks.harness import Figures, given, report
from benchmarks.programs.profiling import profiled
from benchmarks.programs.stopwatch import Stopwatch
from chassis import garbage, telemetry
from chassis.migrating import metadata_of
from reporting.main import Settings, build
from support.keys import KEY
from support.polling import eventually


async def consume(count: int, data_dir: str, **settings: Any) -> Figures:
    """From before the connection until everything is committed."""
    tracing = telemetry.setup("reporting", data_dir=Path(data_dir), instance="bench")
    service = build(Settings(data_dir=Path(data_dir), key=KEY, **settings))
    telemetry.instrument(service.store.engine)
    async with service.store.engine.begin() as connection:
        for metadata in metadata_of("reporting"):
            await connection.run_sync(metadata.create_all)
    read = service.metrics.registry.get_sample_value
    garbage.settle()  # as a service does when it runs
    watch = Stopwatch()
    async with service.running():
        await eventually(lambda: (read("attain_group_size_sum") or 0) >= count, timeout=600)
        figures = watch.read()
    tracing.shutdown()
    return figures


if __name__ == "__main__":
    want = given()
    with profiled():
        report(asyncio.run(consume(**want)))
