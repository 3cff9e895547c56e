"""What became of an event that was said: asked of the store of the service that owns its type."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

import orjson
from sqlalchemy import and_, or_, select
from sqlmodel import col

from attain.publish.events import Outgoing
from attain.settings.folder import DataFolder
from attain.settings.plan import Plan
from chassis.contracts.cloudevents import parse
from chassis.contracts.event import Delivery, Event, Identity, InvalidEvent
from chassis.contracts.package_files import folder as folder_of
from chassis.messaging.topology import EVENTS, SERVICES
from chassis.storage.database import Store
from chassis.storage.tables import InboxRow, OutboxRow

LOOKS_EVERY = 0.05
MAY_STILL_COME = 2.0  # what an event waits for is often on its way
FINAL = {"applied", "parked", "discarded"}


@dataclass(frozen=True)
class Fate:
    """`word`: applied, duplicate, waiting, parked, untaken, or unknown where nobody has said yet.

    `state` is how the owner keeps the event, `caused` what it published in the same transaction.
    """

    word: str
    state: str | None = None
    reasons: list[dict[str, str]] = field(default_factory=list)
    caused: list[dict[str, Any]] = field(default_factory=list)


def owner_of(event_type: str) -> str | None:
    """The service that has the contract of this type; None where no service takes it in."""
    for service in SERVICES:
        if (folder_of(service, "contracts") / "intake" / f"{event_type}.schema.json").exists():
            return service
    return None


class Owners:
    """The owners' stores, opened when one of them is first asked."""

    def __init__(self, folder: DataFolder, plan: Plan) -> None:
        self._folder, self._plan = folder, plan
        self._stores: dict[str, Store] = {}
        self._since = datetime.now(UTC)

    @classmethod
    @asynccontextmanager
    async def asked(cls, folder: DataFolder, plan: Plan) -> AsyncIterator[Self]:
        """From before the publishing on, so that what came earlier is told from what came now."""
        owners = cls(folder, plan)
        try:
            yield owners
        finally:
            for store in owners._stores.values():
                await store.close()

    async def fate(self, event: Outgoing, *, within: float) -> Fate:
        """As soon as it is final, or for one that waits after a moment; else when time is up."""
        owner = owner_of(event.type)
        if owner is None:
            return Fate("untaken")
        known, began = _identity(event), time.monotonic()
        while True:
            fate = await self._look(self._store(owner), event, known)
            waited = time.monotonic() - began
            if fate.state in FINAL or fate.word == "duplicate" or waited > within:
                return fate
            if fate.word == "waiting" and waited > min(within, MAY_STILL_COME):
                return fate
            await asyncio.sleep(LOOKS_EVERY)

    def _store(self, owner: str) -> Store:
        if owner not in self._stores:
            self._stores[owner] = Store(self._plan.database_url(self._folder, owner))
        return self._stores[owner]

    async def _look(self, store: Store, event: Outgoing, known: Event | Identity) -> Fate:
        """Its own row, or one beside it where the id was used for other content before."""
        beside = and_(
            col(InboxRow.state) == "parked",
            col(InboxRow.received_at) >= self._since,
            col(InboxRow.event_id) == event.id,
        )
        async with store.reading() as session:
            found = await session.execute(
                select(InboxRow)
                .where(or_(col(InboxRow.key) == known.key, beside))
                .order_by(col(InboxRow.received_at).desc())
            )
            row = found.scalars().first()
            if row is None:
                return Fate("unknown")
            if row.received_at >= self._since:
                state = "waiting" if row.state == "ready" else row.state
                return Fate(state, state, row.reasons, await self._caused(session, event))
            same = row.content_hash == known.content_hash
            return Fate("duplicate", row.state, row.reasons) if same else Fate("unknown")

    async def _caused(self, session: Any, event: Outgoing) -> list[dict[str, Any]]:
        rows = await session.execute(
            select(OutboxRow)
            .where(col(OutboxRow.created_at) >= self._since, col(OutboxRow.exchange) == EVENTS)
            .order_by(col(OutboxRow.seq))
        )
        told = [_as_json(row) for row in rows.scalars()]
        return [
            each for each in told if event.id in {each["causationid"], each["data"].get("event_id")}
        ]


def _identity(event: Outgoing) -> Event | Identity:
    delivery = Delivery(event.type, dict(event.headers), event.content_type, event.body)
    try:
        return parse(delivery, now=datetime.now(UTC))
    except InvalidEvent as bad:
        return bad.identity


def _as_json(row: OutboxRow) -> dict[str, Any]:
    headers = orjson.loads(row.headers)
    return {
        "id": row.event_id,
        "type": row.event_type,
        "subject": row.subject,
        "causationid": headers.get("ce-causationid"),
        "traceparent": headers.get("ce-traceparent"),
        "data": orjson.loads(row.body),
    }
