"""A small service of the tests' own on the real queues: it counts withdrawals."""

import asyncio
import dataclasses
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import orjson
from pydantic import BaseModel
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel, select

from chassis import (
    Inbox,
    OutgoingEvent,
    Reason,
    Rejected,
    Service,
    ServiceSettings,
    Work,
    settings_config,
    wait_for,
)
from chassis.contracts.event import Delivery
from chassis.messaging.topology import inbox_queue_of
from chassis.storage import tables
from support.broker import Vhost
from support.bus import event_headers

WITHDRAWN = "council.forms.application.withdrawn.v1"
CONDITION_MET = "council.casework.condition.met.v1"
COUNTED = "council.applications.application.withdrawn.v1"


class Base(SQLModel, registry=registry()):
    """The test service's own tables."""


class Thing(Base, table=True):
    """What others wait for."""

    name: str = Field(primary_key=True)
    seen: int = 0


class Settings(ServiceSettings):
    model_config = settings_config("CHASSIS_TEST_")


class Withdrawal(BaseModel):
    form_reference: str
    reason: str


class Condition(BaseModel):
    application: str
    code: str


class Counted(OutgoingEvent):
    event_type: ClassVar[str] = COUNTED
    aggregate: ClassVar[str] = "application"
    reference: ClassVar[str] = "application"
    application: str
    seen: int


class Counting:
    """The handlers, and what the test may make them do."""

    def __init__(self) -> None:
        self.inbox = Inbox("applications")
        self.misbehave: Callable[[], None] = lambda: None
        self.inbox.on(WITHDRAWN)(self.withdrawn)
        self.inbox.on(CONDITION_MET)(self.condition_met)
        self.inbox.on_timer("due")(self.due)

    def replace(self, event_type: str, function: Callable[..., Any]) -> None:
        """Let a test's own function handle a type, with the same model."""
        handler = self.inbox.handlers[event_type]
        self.inbox.handlers[event_type] = dataclasses.replace(handler, function=function)

    def delivery(self, event_type: str, data: dict[str, Any], **attributes: str) -> Delivery:
        """What the broker would hand over; without a subject it is the data's first value."""
        subject = str(next(iter(data.values()), "none"))
        headers = event_headers(event_type, **({"subject": subject} | attributes))
        return Delivery(event_type, headers, "application/json", orjson.dumps(data))

    async def withdrawn(self, form: Withdrawal, work: Work) -> None:
        self.misbehave()
        if form.reason == "refuse":
            raise Rejected([Reason("because", "It says so.")])
        await work.changed(f"form:{form.form_reference}")
        row = await work.session.get(Thing, form.form_reference) or Thing(name=form.form_reference)
        row.seen += 1
        work.session.add(row)
        work.record(Counted(application=form.form_reference, seen=row.seen))

    async def condition_met(self, condition: Condition, work: Work) -> None:
        if await work.session.get(Thing, condition.application) is None:
            raise wait_for("form", condition.application)
        work.session.add(Thing(name=f"{condition.application}/{condition.code}", seen=1))

    async def due(self, withdrawal: Withdrawal, work: Work) -> None:
        await self.withdrawn(withdrawal, work)


def bind(vhost: Vhost, inbox: Inbox) -> None:
    """The real inbox queue takes in what this service consumes."""
    for event_type in inbox.types:
        queue = inbox_queue_of(inbox.service, event_type)
        path = f"/api/bindings/{vhost.name}/e/council.events/q/{queue}"
        vhost.broker.http("POST", path, json={"routing_key": event_type})


def build(inbox: Inbox, **settings: Any) -> Service:
    """The service, not yet running."""
    return Service(
        inbox.service,
        Settings(**settings),
        inbox=inbox,
        events=[Counted],
        metadata=Base.metadata,
    )


async def make_tables(service: Service) -> None:
    """Its own tables and the chassis'."""
    async with service.store.engine.begin() as connection:
        await connection.run_sync(tables.metadata.create_all)
        await connection.run_sync(Base.metadata.create_all)


def serve_until_killed(inbox: Inbox) -> None:
    """Serve as a process of its own, with the settings that its argument gives as JSON."""

    async def serve() -> None:
        service = build(inbox, **orjson.loads(sys.argv[1]))
        await make_tables(service)
        async with service.running():
            await asyncio.Event().wait()

    asyncio.run(serve())


async def things(service: Service) -> dict[str, int]:
    """How often each thing was seen."""
    async with service.store.reading() as session:
        return {row.name: row.seen for row in (await session.exec(select(Thing))).all()}


async def rows(service: Service) -> list[tables.InboxRow]:
    """The whole inbox, oldest first."""
    async with service.store.reading() as session:
        found = select(tables.InboxRow).order_by(tables.InboxRow.received_at)
        return list((await session.exec(found)).all())


async def states(service: Service) -> dict[str, str]:
    """The fate of each event by its id."""
    return {str(row.event_id): row.state for row in await rows(service)}


async def outbox(service: Service) -> list[tables.OutboxRow]:
    """What was to be sent, oldest first."""
    async with service.store.reading() as session:
        found = select(tables.OutboxRow).order_by(tables.OutboxRow.seq)
        return list((await session.exec(found)).all())


def withdrawal(form: str, reason: str = "changed plans") -> dict[str, Any]:
    at = datetime.now(UTC) - timedelta(minutes=1)
    return {"form_reference": form, "reason": reason, "withdrawn_at": at.isoformat()}


def condition(application: str, code: str = "COND-1") -> dict[str, Any]:
    return {
        "application": application,
        "code": code,
        "note": "",
        "found_by": "p-1008",
        "found_at": datetime.now(UTC).isoformat(),
    }
