"""What the tests of the register's store share: a service without a bus, and its events."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import text

from attain.sample.register import files
from chassis import Service
from chassis.testing import Desk
from schools.domain.files.file import File, Summary
from schools.main import Settings, build
from schools.use_cases.register.importing import import_extract
from schools.use_cases.register.linking import import_links
from support.keys import KEY

SAMPLE = files()
BOTH = ("805", "806")


@asynccontextmanager
async def register_of(url: str, folder: Path, **settings: Any) -> AsyncIterator[Service]:
    """The schools service on an empty store; nothing runs, so its outbox keeps all events."""
    desk = await Desk.open(build, Settings, url, folder, key=KEY, **settings)
    yield desk.service
    await desk.close()


async def import_sample(service: Service, name: str = "register-2025.csv", **given: Any) -> Summary:
    """Imports one of the shipped sample registers."""
    return await import_extract(service, File(name, SAMPLE[name], **given))


async def import_later(service: Service) -> Summary:
    """Imports the second sample with its links."""
    links = File("links.csv", SAMPLE["links.csv"], given_date=date(2026, 9, 1))
    await import_links(service, links)
    return await import_sample(service, "register-2026.csv", given_date=date(2026, 9, 1))


async def events_of(service: Service, *types: str) -> list[tuple[dict[str, str], dict[str, Any]]]:
    """The headers and data of what was recorded, in order; all types, or these last words."""
    async with service.store.reading() as session:
        rows: Sequence[Any] = list(
            await session.execute(text("SELECT event_type, headers, body FROM outbox ORDER BY seq"))
        )
    return [
        (orjson.loads(row.headers), orjson.loads(row.body))
        for row in rows
        if not types or row.event_type.split(".")[-2] in types
    ]


async def all_rows(service: Service, table: str) -> list[dict[str, Any]]:
    """A table's rows in the order of its first column."""
    async with service.store.reading() as session:
        rows = await session.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))
        return [dict(row._mapping) for row in rows]
