"""Fixtures that run the sample service; a conftest names those that its tests use."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from chassis import Service
from chassis.testing import Desk
from support.broker import Vhost
from support.sample_service import Counting, Settings, bind, build, make_tables, states, things
from support.stores import StoreUrl


@pytest.fixture
def counting() -> Counting:
    """The handlers of the service, which a test may make misbehave."""
    return Counting()


@pytest.fixture
async def make_service(
    vhost: Vhost, store_url: StoreUrl, tmp_path: Path, counting: Counting
) -> AsyncIterator[Any]:
    """`await make_service()` runs a replica; all replicas of a test share queue and store."""
    exits = AsyncExitStack()
    bind(vhost, counting.inbox)
    shared = {
        "data_dir": tmp_path,
        "amqp_url": vhost.url("applications"),
        "database_url": store_url("applications"),
        "key": Fernet.generate_key().decode(),
        "sweep_seconds": 0.2,
    }

    async def make(*, run: bool = True, **overrides: Any) -> Service:
        service = build(counting.inbox, **(shared | overrides))
        await make_tables(service)
        if run:
            await exits.enter_async_context(service.running())
        else:
            exits.push_async_callback(service.store.close)
        return service

    yield make
    await exits.aclose()


@pytest.fixture
async def desk(counting: Counting, store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    """The service without a broker, its clock stopped on a Monday in November."""

    def made(settings: Settings) -> Service:
        return build(counting.inbox, **settings.model_dump())

    now = datetime(2026, 11, 2, 9, tzinfo=UTC)
    opened = await Desk.open(made, Settings, store_url("applications"), tmp_path, now=now)
    yield opened
    await opened.close()


@pytest.fixture
def seen() -> Any:
    """`await seen(service)`: how often each thing was seen."""
    return things


@pytest.fixture
def fates() -> Any:
    """`await fates(service)`: the state of each event by its id."""
    return states
