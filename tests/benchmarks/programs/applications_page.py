"""Ours: reporting's applications page, its JSON and its CSV, on read models of a given size."""

import asyncio
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks.harness import Figures, given, report
from benchmarks.programs.profiling import profiled
from chassis import testing
from chassis.storage import insert_many
from reporting.domain.changes import Row
from reporting.main import Settings, build
from reporting.store import READ_MODELS

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ADDRESS = "/reports/pipeline"
SCHOOLS, IN_A_ROUND, AT_ONCE = 25_000, 380, 2_000
ON_ITS_WAY = ("received", "under-review", "ready-for-panel", "decided")
ANNOUNCED = ("released", "declined", "offered", "accepted", "accepted", "lapsed", "withdrawn")
STATES = (*ON_ITS_WAY, *ANNOUNCED)
CATEGORIES = ("learning-hub", "research-project", "developing-school")
THEMES = ("maths", "english", "send", "attendance", "early-reading", None)
SELECTIONS = {"filtered": "?state=accepted", "searched": "?q=hub+75", "broad": "?q=hub"}
AUTHORITIES = ("805", "806", "807", "808", "841")


async def measure(database_urls: list[str], counts: list[int], pages: int) -> Figures:
    """A service for each count of applications, asked in turns, so that each meets the same load.

    The first has most; its CSV's memory is measured first, before anything else is read.
    """
    with tempfile.TemporaryDirectory() as folder:
        urls = database_urls or [f"sqlite+aiosqlite:///{folder}/{each}.db" for each in counts]
        desks = [await _desk(Path(folder), *each) for each in zip(urls, counts, strict=True)]
        apps = [desk.service.web for desk in desks]
        before = _peak()
        sheet = await _timed(apps[0], f"{ADDRESS}.csv")
        figures = {"csv": sheet[0], "csv_bytes": sheet[1], "csv_peak_bytes": _peak() - before}
        figures["json"] = (await _timed(apps[0], f"{ADDRESS}.json"))[0]
        last = [f"?page={max(1, -(-count // 100))}" for count in counts]
        figures["sizes"] = await _in_turns(apps, {"": [""] * len(apps), "last": last}, pages)
        for desk in desks:
            await desk.close()
    return figures


async def _desk(folder: Path, url: str, count: int) -> testing.Desk:
    desk = await testing.Desk.open(build, Settings, url, folder, now=NOW)
    await _fill(desk, count)
    return desk


async def _in_turns(
    apps: list[Any], queries: dict[str, list[str]], pages: int
) -> list[dict[str, Figures]]:
    """For each service and each kind of page its median, its slow ones and its size."""
    kinds = {**queries, **{name: [query] * len(apps) for name, query in SELECTIONS.items()}}
    found: list[dict[str, Figures]] = [{} for _ in apps]
    for name, asked in kinds.items():
        taken: list[list[tuple[float, int]]] = [[] for _ in apps]
        for _ in range(pages + 1):
            for app, query, times in zip(apps, asked, taken, strict=True):
                times.append(await _timed(app, f"{ADDRESS}{query}"))
        for place, times in enumerate(taken):
            found[place][name or "page"] = _summary(times[1:])
    return found


def _summary(times: list[tuple[float, int]]) -> Figures:
    seconds = sorted(each[0] for each in times)
    slow = seconds[min(len(seconds) - 1, int(len(seconds) * 0.95))]
    return {"median": statistics.median(seconds), "p95": slow, "bytes": times[0][1]}


async def _timed(app: Any, address: str) -> tuple[float, int]:
    """Seconds and bytes; the answer is counted and not kept."""
    path, _, query = address.partition("?")
    size = 0
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"reporting")],
        "server": ("reporting", 80),
        "client": ("127.0.0.1", 1),
    }
    asked = False

    async def receive() -> Row:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Row) -> None:
        nonlocal size
        if message["type"] == "http.response.start" and message["status"] != 200:
            raise RuntimeError(f"{address} answered {message['status']}")
        size += len(message.get("body", b""))

    began = time.perf_counter()
    await app(scope, receive, send)
    return time.perf_counter() - began, size


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


async def _fill(desk: testing.Desk, count: int) -> None:
    tables = {"school": _schools(), "funding_round": _rounds(count)}
    tables |= {"application_standing": _standings(count)}
    for name, rows in tables.items():
        while some := list(islice(rows, AT_ONCE)):
            async with desk.service.store.writing() as session:
                await insert_many(session, READ_MODELS[name], some)
    if desk.service.store.dialect == "postgresql":  # as autovacuum does after a while
        async with desk.service.store.engine.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await alone.execute(text("VACUUM ANALYZE"))


def _schools() -> Iterator[Row]:
    for number in range(SCHOOLS):
        authority = 800 + number % 150
        yield {
            "urn": f"{100_000 + number}",
            "version": 1,
            "name": f"School of the {number}th street",
            "la_code": f"{authority}",
            "la_name": f"Authority {authority}",
            "status": "Open",
            "status_code": "1",
            "type": "Community school",
            "type_code": "01",
            "academy": False,
        }


def _round(number: int) -> str:
    return f"{2_000 + number}-AUT"


def _rounds(count: int) -> Iterator[Row]:
    for number in range(-(-count // IN_A_ROUND)):
        yield {
            "round": _round(number),
            "version": 1,
            "authority": AUTHORITIES[number % len(AUTHORITIES)],
            "title": f"School improvement fund {number}",
            "deadline": NOW - timedelta(days=number),
            "budget_pence": 100_000_000,
            "categories": [],
            "state": "open",
        }


def _standings(count: int) -> Iterator[Row]:
    states, categories, themes = cycle(STATES), cycle(CATEGORIES), cycle(THEMES * 2 + THEMES[:1])
    for number in range(count):
        state, round_ = next(states), number // IN_A_ROUND
        known = state not in ON_ITS_WAY
        theme = next(themes)
        yield {
            "application": f"A-2026-{number:06d}",
            "version": 5,
            "round": _round(round_),
            "authority": AUTHORITIES[round_ % len(AUTHORITIES)],
            "category": next(categories),
            "theme": theme if known else None,
            "state": state,
            "since": NOW - timedelta(minutes=7 * (number * 7919 % 99_991)),
            "title": f"Tees mastery hub {number}" if known else None,
            "lead_school": f"{100_000 + number % SCHOOLS}" if known else None,
            "released": known,
        }


if __name__ == "__main__":
    want = given()
    with profiled():
        report(asyncio.run(measure(**want)))
