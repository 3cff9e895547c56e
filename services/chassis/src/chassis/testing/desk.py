"""A desk in front of one service: events in, recorded events out, its tables, its clock."""

import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import orjson
from cryptography.fernet import Fernet
from pydantic import BaseModel
from sqlalchemy import Executable, select, text
from sqlmodel import col

from chassis.contracts.event import Delivery
from chassis.inbox.outcomes import Outcome
from chassis.messaging.topology import EVENTS
from chassis.service import Service
from chassis.settings import ServiceSettings
from chassis.storage import tables


@dataclass(frozen=True)
class Recorded:
    """One event that the service recorded, as it goes to its consumers."""

    number: int
    delivery: Delivery

    @property
    def type(self) -> str:
        """Its type, which is its routing key."""
        return self.delivery.routing_key

    @property
    def data(self) -> Any:
        """Its data."""
        return orjson.loads(self.delivery.body)


class Desk:
    """One service on a store of its own; nothing runs in it but what a test calls.

    `now` is the service's clock: a test sets it as it likes.
    """

    def __init__(
        self,
        build: Callable[[Any], Service],
        settings: ServiceSettings,
        now: datetime | None = None,
    ) -> None:
        self._build = build
        self.now = now or datetime.now(UTC)
        self.service = self._built(settings)

    @classmethod
    async def open(
        cls,
        build: Callable[[Any], Service],
        settings: type[ServiceSettings],
        url: str,
        folder: Path,
        *,
        now: datetime | None = None,
        **given: Any,
    ) -> Self:
        """The service on an empty database at `url`, SQLite or PostgreSQL, with its tables."""
        key = Fernet.generate_key().decode()
        given = {"amqp_url": "amqp://nobody@localhost/none", "key": key, **given}
        desk = cls(build, settings(database_url=url, data_dir=folder, **given), now)
        async with desk.service.store.engine.begin() as connection:
            for metadata in (tables.metadata, desk.service.metadata):
                await connection.run_sync(metadata.create_all)
        return desk

    async def close(self) -> None:
        """Close the database."""
        await self.service.store.close()

    @asynccontextmanager
    async def replicas(self, count: int = 3) -> AsyncIterator[list[Service]]:
        """Further processes of the same service, with connections of their own to its store."""
        built = [self._built(self.service.settings) for _ in range(count)]
        yield built
        for replica in built:
            await replica.store.close()

    async def send(
        self, event_type: str, data: Mapping[str, Any] | BaseModel, **attributes: Any
    ) -> Outcome:
        """Hand the service an event of this type, as `delivery_of` builds it."""
        return await self.deliver(delivery_of(event_type, data, **{"time": self.now, **attributes}))

    async def deliver(self, delivery: Delivery) -> Outcome:
        """Hand the service a delivery, and let everything proceed that waited for it."""
        outcome = await self.service.processor.process(delivery)
        await self.settle()
        return outcome

    async def settle(self) -> None:
        """Process what is due, overdue or ready, until nothing is ready any more."""
        await self.service.sweep.once()
        while await self.rows("inbox", state="ready"):
            await self.service.sweep.once()

    async def recorded(self, event_type: str | None = None, *, after: int = 0) -> list[Recorded]:
        """The events that the service recorded, in their order; of one type, if it is given."""
        row = tables.OutboxRow
        chosen = select(row).where(col(row.exchange) == EVENTS, col(row.seq) > after)
        if event_type is not None:
            chosen = chosen.where(col(row.event_type) == event_type)
        async with self.service.store.reading() as session:
            found = (await session.execute(chosen.order_by(col(row.seq)))).scalars()
            return [_recorded(each) for each in found]

    async def inbox(self) -> dict[str, tables.InboxRow]:
        """What happened to each event that arrived, by its id."""
        async with self.service.store.reading() as session:
            found = (await session.execute(select(tables.InboxRow))).scalars()
            return {str(row.event_id): row for row in found}

    async def rows(self, chosen: str | Executable, **equal: Any) -> list[Any]:
        """The rows of a table that have these values, as dicts; or the rows of a query."""
        async with self.service.store.reading() as session:
            if not isinstance(chosen, str):
                return list(await session.execute(chosen))
            where = " AND ".join(f"{name} = :{name}" for name in equal) or "1 = 1"
            query = text(f"SELECT * FROM {chosen} WHERE {where}")  # noqa: S608 - a test's own words
            return [dict(row) for row in (await session.execute(query, equal)).mappings()]

    def _built(self, settings: ServiceSettings) -> Service:
        service = self._build(settings)
        service.clock = lambda: self.now
        return service


def _recorded(row: tables.OutboxRow) -> Recorded:
    headers = orjson.loads(row.headers)
    return Recorded(row.seq or 0, Delivery(row.routing_key, headers, "application/json", row.body))


def delivery_of(
    event_type: str, data: Mapping[str, Any] | BaseModel, *, time: datetime, **attributes: Any
) -> Delivery:
    """An event in binary mode; `attributes` replace or add CloudEvents attributes.

    Without them the id is new, the source is the type's context, and the subject is the first
    value of the data.
    """
    if isinstance(data, BaseModel):
        data = data.model_dump(mode="json", by_alias=True)
    named = {
        "specversion": "1.0",
        "id": uuid.uuid4(),
        "type": event_type,
        "source": f"urn:council:{event_type.split('.')[1]}",
        "subject": next(iter(data.values()), "none"),
        "time": time.isoformat(),
        **attributes,
    }
    headers = {f"ce-{name}": str(value) for name, value in named.items()}
    return Delivery(event_type, headers, "application/json", orjson.dumps(data))
