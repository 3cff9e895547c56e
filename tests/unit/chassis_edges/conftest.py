"""A service made up for these tests, on a store of its own and without a broker."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import orjson
import pytest
import structlog
from cryptography.fernet import Fernet
from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import MetaData

from chassis import Inbox, OutgoingEvent, Service, ServiceSettings, Work, settings_config
from chassis.messaging.probe import QueueState
from chassis.storage import tables
from chassis.storage.tables import InboxRow
from chassis.telemetry import SpanRecord, read_spans, start_tracing
from chassis.telemetry import logging as logs
from chassis.telemetry.tracing import Telemetry


class Settings(ServiceSettings):
    """Settings of nobody's environment."""

    model_config = settings_config("MADE_UP_")


class Form(BaseModel):
    """What the made-up service reads of a form."""

    form_reference: str


class GrantMade(OutgoingEvent):
    """A grant was made."""

    event_type: ClassVar[str] = "council.schools.grant.made.v1"
    aggregate: ClassVar[str] = "grant"
    reference: ClassVar[str] = "grant"

    grant: str
    pence: int


def made_up_inbox() -> Inbox:
    inbox = Inbox("schools")

    @inbox.on("council.forms.grant.asked.v1")
    async def grant_asked(form: Form, work: Work) -> None:
        """A school asks for a grant."""

    return inbox


router = APIRouter()
RESIDENT = "p-10417 lives at 1 High Street"


@router.get("/grants/{number}")
async def grant(number: int, q: str = "") -> dict[str, int]:
    """One grant."""
    return {"grant": number}


@router.get("/slow")
async def slow() -> None:
    """Answers after a while."""
    await asyncio.sleep(0.4)


@router.get("/broken")
async def broken() -> None:
    """Fails with something that must not be told."""
    raise RuntimeError(RESIDENT)


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """The service, its store with tables, its broker well."""
    settings = Settings(
        data_dir=tmp_path,
        database_url=f"sqlite+aiosqlite:///{tmp_path}/schools.db",
        amqp_url="amqp://schools:secret@127.0.0.1:1/council",
        key=Fernet.generate_key().decode(),
    )
    built = Service(
        "schools",
        settings,
        inbox=made_up_inbox(),
        events=[GrantMade],
        metadata=MetaData(),
        routers=[router],
    )
    async with built.store.engine.begin() as connection:
        await connection.run_sync(tables.metadata.create_all)

    async def well() -> QueueState:
        return QueueState(messages=3, consumers=1)

    built.probe_broker = well  # type: ignore[method-assign]
    yield built
    await built.store.close()


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[dict]]]:
    """The chassis' logging; call it for the lines written so far."""
    before = logging.root.handlers[:], logging.root.level
    logs.setup("schools")
    yield lambda: [orjson.loads(line) for line in capsys.readouterr().err.splitlines()]
    logging.root.handlers[:], logging.root.level = before[0], before[1]
    structlog.reset_defaults()


class Spans:
    """The spans that this test's code exported."""

    def __init__(self, telemetry: Telemetry, path: Path) -> None:
        self.telemetry, self.path = telemetry, path

    def __call__(self) -> list[SpanRecord]:
        self.telemetry.flush()
        return list(read_spans(self.path.parent))

    def named(self, start: str) -> SpanRecord:
        [span] = [span for span in self() if span.name.startswith(start)]
        return span


@pytest.fixture
def spans(tmp_path: Path) -> Iterator[Spans]:
    """Tracing of this test into a file of its own."""
    telemetry = start_tracing("schools", data_dir=tmp_path, instance="test-1")
    yield Spans(telemetry, tmp_path / "spans" / "schools.jsonl")
    telemetry.shutdown()


@pytest.fixture
def row() -> Callable[..., InboxRow]:
    """Builds an event's row: `row("a" * 64, "parked", code="schema")`."""

    def built(key: str, state: str, *, code: str = "schema", **more: Any) -> InboxRow:
        said = {
            "content_hash": key,
            "event_id": f"id-{key[:3]}",
            "event_type": "council.forms.grant.asked.v1",
            "source": "urn:council:forms",
            "subject": "F-1",
            "received_at": datetime(2026, 3, 2, 9, tzinfo=UTC),
            "reasons": [{"code": code, "message": "The field title is missing: send it."}],
        }
        return InboxRow(key=key, state=state, **(said | more))

    return built
