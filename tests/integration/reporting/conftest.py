"""The service on either store, without a bus: what reaches its handler is told directly."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from chassis import Event, testing
from reporting.main import Settings, build
from reporting.store import READ_MODELS
from reporting.use_cases.journal import record_events
from support.stores import StoreUrl

NOW = datetime(2026, 11, 21, 20, 15, tzinfo=UTC)


class Desk(testing.Desk):
    """Hands the service events in batches and reads its read models."""

    async def told(self, events: Sequence[Event], group: int = 50) -> None:
        """The events reach the handler in groups."""
        for start in range(0, len(events), group):
            async with self.service.work() as work:
                await record_events(events[start : start + group], work)

    async def read_models(self) -> dict[str, list[dict[str, Any]]]:
        """Every read model, in the order of its keys."""
        found = {}
        async with self.service.store.reading() as session:
            for name, table in READ_MODELS.items():
                query = select(table).order_by(*table.primary_key.columns)
                found[name] = [dict(row) for row in (await session.execute(query)).mappings()]
        return found


@pytest.fixture
async def desk(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    """The service with its tables, its clock stopped on an evening in November."""
    opened = await Desk.open(build, Settings, store_url("reporting"), tmp_path, now=NOW)
    yield opened
    await opened.close()


@pytest.fixture
async def web(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """The service's pages."""
    transport = httpx.ASGITransport(desk.service.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://reporting") as client:
        yield client


@pytest.fixture
async def cases(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk whose service serves case pages."""
    url = store_url("reporting")
    opened = await Desk.open(build, Settings, url, tmp_path, now=NOW, case_pages=True)
    yield opened
    await opened.close()


@pytest.fixture
async def case_web(cases: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """The pages of that service."""
    transport = httpx.ASGITransport(cases.service.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://reporting") as client:
        yield client
