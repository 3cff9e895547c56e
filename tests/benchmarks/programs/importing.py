"""Ours: the schools service's import, with history, events, change detection and conversions."""

import asyncio
from pathlib import Path
from typing import Any

from benchmarks.harness import Figures, given, report
from benchmarks.programs.profiling import profiled
from benchmarks.programs.stopwatch import Stopwatch
from chassis import Service
from chassis.storage.migrations import metadata_of
from schools.domain.files.file import File
from schools.main import Settings, build
from schools.use_cases.register.importing import import_extract
from support.keys import KEY


async def import_thrice(file: str, data_dir: str, database_url: str) -> dict[str, Figures]:
    """The first time, the very same file again, and its rows once more in another file."""
    settings: dict[str, Any] = {"amqp_url": "amqp://nobody", "database_url": database_url}
    service = build(Settings(data_dir=Path(data_dir), key=KEY, **settings))
    async with service.store.engine.begin() as connection:
        for metadata in metadata_of("schools"):
            await connection.run_sync(metadata.create_all)
    first = await _timed(service, file)
    again = await _timed(service, file)
    compared = await _timed(service, file, another=True)
    await service.store.close()
    return {"first": first, "again": again, "compared": compared}


async def _timed(service: Service, path: str, *, another: bool = False) -> Figures:
    watch = Stopwatch()
    summary = await import_extract(service, _file(Path(path), another))
    return {**watch.read(), "rows": summary.rows, "added": summary.added}


def _file(path: Path, another: bool) -> File:
    """Another file for whoever looks at its checksum, the same to whoever reads its rows."""
    content = path.read_bytes()
    return File(path.name, content.rstrip(b"\r\n") if another else content)


if __name__ == "__main__":
    wanted = given()
    with profiled():
        report(asyncio.run(import_thrice(**wanted)))
