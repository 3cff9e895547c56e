"""Ours: the time of a page of /applications, by filter, on a small store and on a large one."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import httpx
from sqlmodel import select

from applications.domain.states import State
from applications.main import Settings, build
from applications.store import ApplicationRow
from applications.views import ranking
from benchmarks.harness import Figures, given, report
from chassis import Service
from chassis.storage import insert_many
from chassis.storage.migrations import metadata_of
from support import funding
from support.keys import KEY

PAGE, REPEATS, ROUNDS, BATCH = 100, 15, 40, 2_000
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
RANKED = "R-10"  # half of all applications are of this round
CATEGORIES = ("learning-hub", "research-project", "developing-school")


async def page_times(stores: list[Figures], data_dir: str) -> Figures:
    """For each query the middle one of its times on each of the stores, asked in turns."""
    services = [await _opened(each, data_dir) for each in stores]
    clients = [_client(each) for each in services]
    sizes = [each["size"] for each in stores]
    return {
        **{name: await _in_turns(clients, sizes, query) for name, query in QUERIES.items()},
        "the ranking": await _ranked_in_turns(services, [None] * len(sizes)),
        "the middle of the ranking": await _ranked_in_turns(services, await _middles(services)),
    }


async def _ranked_in_turns(services: list[Service], after: list[str | None]) -> list[float]:
    """A page of a round's ranking, as the officer's command reads it."""
    times: list[list[float]] = [[] for _ in services]
    for turn in range(REPEATS + 1):
        for service, last, taken in zip(services, after, times, strict=True):
            begun = perf_counter()
            async with service.store.reading() as session:
                found = await ranking.page(session, RANKED, after=last, limit=PAGE)
            if turn:
                taken.append(perf_counter() - begun)
            assert len(found) >= PAGE - 1
    return [median(each) for each in times]


async def _middles(services: list[Service]) -> list[str | None]:
    """An application in the middle of each store's ranking."""
    found: list[str | None] = []
    for service in services:
        async with service.store.reading() as session:
            of_round = select(ApplicationRow.application).where(ApplicationRow.round == RANKED)
            references = list(await session.exec(of_round.order_by(ApplicationRow.behind)))
        found.append(references[len(references) // 2])
    return found


async def _opened(store: Figures, data_dir: str) -> Service:
    """The service on a store with so many applications."""
    settings: dict[str, Any] = {"amqp_url": "amqp://nobody", "database_url": store["url"]}
    service = build(Settings(data_dir=Path(data_dir), key=KEY, **settings))
    await _fill(service, store["size"])
    return service


def _client(service: Service) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=service.web)
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")


async def _in_turns(clients: list[httpx.AsyncClient], sizes: list[int], query: str) -> list[float]:
    """A busy machine slows one as it slows the other; the first turn fills the caches."""
    paths = [f"/applications?limit={PAGE}&{query.format(last=size - PAGE)}" for size in sizes]
    times: list[list[float]] = [[] for _ in clients]
    for turn in range(REPEATS + 1):
        for client, path, taken in zip(clients, paths, times, strict=True):
            begun = perf_counter()
            found = (await client.get(path.rstrip("&"))).raise_for_status()
            if turn:
                taken.append(perf_counter() - begun)
            assert len(found.json()["applications"]) >= PAGE - 1, path
    return [median(each) for each in times]


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
    behind = number * 7919 % 101  # hundredths: many applications are equal
    row = ApplicationRow(
        application=f"A-2026-{number:07d}",
        form_reference=form["form_reference"],
        round="R-03" if sought else RANKED if number % 2 else f"R-{11 + number % ROUNDS}",
        authority="805" if sought else "806",
        category="research-project" if sought else CATEGORIES[number % 2 * 2],
        lead_school="100007" if sought else f"{100_100 + number % 900}",
        submitted_at=at,
        form={name: value for name, value in form.items() if name != "contact"},
        state=state,
        outcome="approved" if sought else "declined",
        awarded_pence=100 if sought else 0,
        ranking=100 - behind,
        behind=behind,
    )
    return row.model_dump()


if __name__ == "__main__":
    report(asyncio.run(page_times(**given())))
