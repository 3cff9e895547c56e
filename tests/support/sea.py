"""A bus without a broker that delivers in any order, and whatever it likes more than once."""

import importlib
import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import orjson
from cryptography.fernet import Fernet
from sqlmodel import col, select

from chassis.envelope import Delivery
from chassis.migrating import metadata_of
from chassis.tables import InboxRow, OutboxRow
from chassis.topology import EVENTS
from support.funding import Payload

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
SERVICES = ("schools", "applications", "notifications", "reporting")
Reaction = Callable[[str, Payload], Iterable[tuple[str, str, Payload]]]  # to any type once


class Sea:
    """The four services on SQLite, and what is on its way to them."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self._rng = rng
        self.services = {name: _service(name, folder) for name in SERVICES}
        self._under_way: list[tuple[str, Delivery]] = []
        self._read: dict[str, int] = dict.fromkeys(SERVICES, 0)
        self._number = 0

    async def open(self) -> None:
        """Makes the tables."""
        for name, service in self.services.items():
            async with service.store.engine.begin() as connection:
                for metadata in metadata_of(name):
                    await connection.run_sync(metadata.create_all)

    async def close(self) -> None:
        """Lets go of the files."""
        for service in self.services.values():
            await service.store.close()

    def publish(self, event_id: str, event_type: str, subject: str, data: Payload) -> None:
        """An intake event, on its way to everybody who takes it in; its time is its id's."""
        headers = {
            "ce-id": event_id,
            "ce-source": f"urn:council:{event_type.split('.')[1]}",
            "ce-specversion": "1.0",
            "ce-type": event_type,
            "ce-subject": subject,
            "ce-time": "2026-09-01T09:00:00Z",
        }
        self._send(Delivery(event_type, headers, "application/json", orjson.dumps(data)))

    def _send(self, delivery: Delivery) -> None:
        for name, service in self.services.items():
            if any(_binds(pattern, delivery.routing_key) for pattern in service.inbox.types):
                self._under_way.append((name, delivery))

    async def settle(self, react: Reaction) -> None:
        """Delivers until nothing is on its way; `react` answers our events with further ones."""
        while self._under_way:
            name, delivery = self._under_way.pop(self._rng.randrange(len(self._under_way)))
            await self.services[name].processor.process(delivery)
            if self._rng.random() < 0.2:
                self._under_way.append((name, delivery))
            await self.collect(name, react)
            if not self._under_way:
                await self._sweep(react)

    async def _sweep(self, react: Reaction) -> None:
        """Applies what has become ready, and what became ready by that."""
        for name, service in self.services.items():
            while await self._ready(name):
                await service.sweep.once()
            await self.collect(name, react)

    async def _ready(self, name: str) -> bool:
        async with self.services[name].store.reading() as session:
            found = await session.exec(select(InboxRow).where(InboxRow.state == "ready").limit(1))
            return found.first() is not None

    async def collect(self, name: str, react: Reaction) -> None:
        """What a service has said since the last time goes on its way."""
        async with self.services[name].store.reading() as session:
            said = await session.exec(
                select(OutboxRow)
                .where(col(OutboxRow.seq) > self._read[name], OutboxRow.exchange == EVENTS)
                .order_by(col(OutboxRow.seq))
            )
            rows = list(said)
        for row in rows:
            self._read[name] = row.seq or 0
            headers = orjson.loads(row.headers)
            self._send(Delivery(row.routing_key, headers, "application/json", row.body))
            for number, said in enumerate(react(row.event_type, orjson.loads(row.body))):
                self.publish(f"{row.event_type}/{number}", *said)

    async def unsettled(self) -> list[tuple[str, str, str, Any]]:
        """Every event that is neither applied nor ready to be."""
        found = []
        for name, service in self.services.items():
            async with service.store.reading() as session:
                rows = await session.exec(select(InboxRow).where(InboxRow.state != "applied"))
                found += [(name, row.event_type, row.state, row.reasons) for row in rows]
        return found


def _service(name: str, folder: Path) -> Any:
    main = importlib.import_module(f"{name}.main")
    service = main.build(
        main.Settings(
            data_dir=folder,
            amqp_url="amqp://nobody@127.0.0.1:9",
            database_url=f"sqlite+aiosqlite:///{folder}/{name}.sqlite",
            key=Fernet.generate_key().decode(),
        )
    )
    service.clock = lambda: NOW
    return service


def _binds(pattern: str, routing_key: str) -> bool:
    return fnmatchcase(routing_key, pattern.replace("#", "*"))
