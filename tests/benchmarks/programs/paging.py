"""Ours: the time of a page of /applications, by filter, on a store with so many applications."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from applications.domain.states import State
from applications.main import Settings, build
from applications.store import ApplicationRow
from benchmarks.harness import Figures, given, median, report
from chassis import Service
from chassis.storage import insert_many
from chassis.storage.migrations import metadata_of
from support import funding
from support.keys import KEY

PAGE, REPEATS, ROUNDS, BATCH = 100, 7, 40, 2_000
QUERIES = {
    "no filter": "",
    "the last page": "after=A-2026-{last:07d}",
    "round": "round=R-03",
    "round and category": "round=R-03&category=research-project",
    "round and state": "round=R-03&state=offered",
    "state": "state=offered",
    "category": "category=research-project",
    "authority": "authority=805",
    "lead school": "lead_school=100007",
    "outcome": "outcome=approved",
    "submitted": "submitted_from=2026-03-01&submitted_until=2026-05-31",
}
CATEGORIES = ("learning-hub", "research-project", "developing-school")


async def page_times(size: int, database_url: str, data_dir: str) -> Figures:
    """The middle one of several times for each query, after one that fills the caches."""
    settings: dict[str, Any] = {"amqp_url": "amqp://nobody", "database_url": database_url}
    service = build(Settings(data_dir=Path(data_dir), key=KEY, **settings))
    await _fill(service, size)
    transport = httpx.ASGITransport(app=service.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        figures = {
            name: await _timed(client, query.format(last=size - PAGE))
            for name, query in QUERIES.items()
        }
    await service.store.close()
    return figures


async def _timed(client: httpx.AsyncClient, query: str) -> float:
    path = f"/applications?limit={PAGE}&{query}".rstrip("&")
    (await client.get(path)).raise_for_status()
    times = []
    for _ in range(REPEATS):
        begun = perf_counter()
        found = (await client.get(path)).raise_for_status()
        times.append({"seconds": perf_counter() - begun})
        assert found.json()["applications"], path
    return median(times, "seconds")


async def _fill(service: Service, size: int) -> None:
    """Of every kind as many at any size, so that a page holds as much: only the store is larger."""
    async with service.store.engine.begin() as connection:
        for metadata in metadata_of("applications"):
            await connection.run_sync(metadata.create_all)
    table = ApplicationRow.metadata.tables["application"]
    for first in range(0, size, BATCH):
        rows = [_row(number, size) for number in range(first, min(first + BATCH, size))]
        async with service.store.writing() as session:
            await insert_many(session, table, rows)
    if service.store.dialect == "postgresql":  # as its autovacuum does after a while
        async with service.store.writing() as session:
            await (await session.connection()).exec_driver_sql("ANALYZE application")


def _row(number: int, size: int) -> Figures:
    """The rest of the round's rows are of another round, category, state, authority and school."""
    form = funding.a_hub(form_reference=f"FORM-{number}")
    sought = number % (size // PAGE) == 0
    at = datetime(2026, 4 if sought else 8, 1, tzinfo=UTC) + timedelta(seconds=number % 10_000)
    state = State.OFFERED if sought else State.RELEASED
    row = ApplicationRow(
        application=f"A-2026-{number:07d}",
        form_reference=form["form_reference"],
        round="R-03" if sought else f"R-{10 + number % ROUNDS}",
        authority="805" if sought else "806",
        category="research-project" if sought else CATEGORIES[number % 2 * 2],
        lead_school="100007" if sought else f"{100_100 + number % 900}",
        submitted_at=at,
        form={name: value for name, value in form.items() if name != "contact"},
        state=state,
        outcome="approved" if sought else "declined",
        awarded_pence=100 if sought else 0,
    )
    return row.model_dump()


if __name__ == "__main__":
    report(asyncio.run(page_times(**given())))
