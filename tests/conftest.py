"""The fixtures of the whole suite; servers start lazily, only when a test asks for them."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from support import polling
from support.broker import Broker, Vhost
from support.bus import Bus
from support.mailbox import SmtpPeer
from support.postgres import PostgresServer
from support.running import Stack
from support.stores import PostgresStores, SqliteStores, SqliteTemplates, StoreUrl

ROOT = Path(__file__).parents[1]
LONGEST_FIRST = (  # files and folders, so that both cores end together
    "reliability",
    "test_real_registers.py",
    "stack",
    "journeys",
    "benchmarks",
    "test_convergence.py",
    "test_relay.py",
    "test_slow_broker.py",
)
PLAIN = [
    structlog.processors.add_log_level,
    structlog.processors.format_exc_info,
    structlog.processors.KeyValueRenderer(["event", "level"]),
]
SLOW = [HealthCheck.too_slow]  # a slow machine is no failure
settings.register_profile(
    "any-machine", settings.default, deadline=None, suppress_health_check=SLOW
)
settings.load_profile("any-machine")
structlog.configure(PLAIN)  # by default it draws each traceback for seconds, in our own loop


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run long tests first; each file stays in one process, with the servers that it shares."""

    def place(item: pytest.Item) -> int:
        folders = item.path.relative_to(ROOT).parts
        return min(
            (n for n, name in enumerate(LONGEST_FIRST) if name in folders),
            default=len(LONGEST_FIRST) + ("unit" in folders),
        )

    items.sort(key=place)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def broker() -> Iterator[Broker]:
    """A private RabbitMQ node with its management interface."""
    started = Broker().start()
    yield started
    started.stop()


@pytest.fixture
def vhost(broker: Broker) -> Iterator[Vhost]:
    """A vhost of its own for this test, with the whole topology."""
    fresh = broker.vhost()
    yield fresh
    fresh.delete()


@pytest.fixture
async def bus(vhost: Vhost) -> AsyncIterator[Bus]:
    """Publishes and listens on the test's vhost."""
    opened = Bus(vhost)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A private PostgreSQL server."""
    started = PostgresServer().start()
    yield started
    started.remove()


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplates:
    """A file with the tables of each service, to copy."""
    return SqliteTemplates(tmp_path_factory.mktemp("templates"))


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_templates: SqliteTemplates
) -> Iterator[StoreUrl]:
    """`store_url("applications")`: a fresh store without rows, once per kind of store."""
    stores: StoreUrl
    if request.param == "sqlite":
        stores = SqliteStores(tmp_path, sqlite_templates)
    else:
        stores = PostgresStores(request.getfixturevalue("postgres"))
    yield stores
    stores.drop()


@pytest.fixture
def smtp() -> Iterator[SmtpPeer]:
    """An SMTP peer that keeps what it receives."""
    peer = SmtpPeer().start()
    yield peer
    peer.stop()


@pytest.fixture
async def stack(
    vhost: Vhost, store_url: StoreUrl, smtp: SmtpPeer, tmp_path: Path
) -> AsyncIterator[Stack]:
    """Services running in this process: `services = await stack("schools", "applications")`."""
    built = Stack(vhost, store_url, smtp, tmp_path)
    yield built
    await built.close()


@pytest.fixture
def eventually():  # type: ignore[no-untyped-def]
    """`await eventually(lambda: condition)` polls instead of sleeping."""
    return polling.eventually


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real data beside the project; without it a test is skipped, except in CI."""
    folder = ROOT.parent / "shared"
    if not folder.exists():
        if os.environ.get("CI"):
            pytest.fail("../shared is missing and this is CI")
        pytest.skip("../shared is not here")
    return folder
