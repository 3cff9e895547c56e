"""Finds what happened to a published event, in the store of the service that owns its type."""

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
from chassis import Delivery, Event, Identity, InvalidEvent, package_folder, parse
from chassis.messaging.topology import EVENTS, SERVICES
from chassis.storage import InboxRow, OutboxRow, Store

POLL_SECONDS = 0.05
PREREQUISITE_SECONDS = 2.0  # the missing prerequisite is often on its way
FINAL = {"applied", "parked", "discarded"}


@dataclass(frozen=True)
class PublishOutcome:
    """`word`: applied, duplicate, waiting, parked, discarded, or unknown while no service has it.

    `state` is the event's state in the inbox. `caused` lists what the same transaction published.
    """

    word: str
    state: str | None = None
    reasons: list[dict[str, str]] = field(default_factory=list)
    caused: list[dict[str, Any]] = field(default_factory=list)


UNKNOWN = PublishOutcome("unknown")


def candidates(event_type: str) -> tuple[str, ...]:
    """The service that has the contract of this type; every service where none has it.

    Each service sees an event that no queue is bound to, and one of them parks it.
    """
    name = f"{event_type}.schema.json"
    for service in SERVICES:
        if (package_folder(service, "contracts") / "intake" / name).exists():
            return (service,)
    return SERVICES


class PublishOutcomes:
    """Reads the services' stores, each opened when it is first needed."""

    def __init__(self, folder: DataFolder, plan: Plan) -> None:
        self._folder, self._plan = folder, plan
        self._stores: dict[str, Store] = {}
        self._since = datetime.now(UTC)

    @classmethod
    @asynccontextmanager
    async def opened(cls, folder: DataFolder, plan: Plan) -> AsyncIterator[Self]:
        """Open it before publishing: an event that a service received earlier is a duplicate."""
        outcomes = cls(folder, plan)
        try:
            yield outcomes
        finally:
            for store in outcomes._stores.values():
                await store.close()

    async def wait_for(self, event: Outgoing, *, within: float) -> PublishOutcome:
        """The final outcome, or the present one after `within` seconds.

        An event that waits for a prerequisite is given a shorter time.
        """
        services, known, began = candidates(event.type), _identity(event), time.monotonic()
        while True:
            outcome = await self._first(services, event, known)
            waited = time.monotonic() - began
            if outcome.state in FINAL or outcome.word == "duplicate" or waited > within:
                return outcome
            if outcome.word == "waiting" and waited > min(within, PREREQUISITE_SECONDS):
                return outcome
            await asyncio.sleep(POLL_SECONDS)

    async def _first(
        self, services: tuple[str, ...], event: Outgoing, known: Event | Identity
    ) -> PublishOutcome:
        for service in services:
            outcome = await self._in_store(self._store(service), event, known)
            if outcome is not UNKNOWN:
                return outcome
        return UNKNOWN

    def _store(self, service: str) -> Store:
        if service not in self._stores:
            self._stores[service] = Store(self._plan.database_url(self._folder, service))
        return self._stores[service]

    async def _in_store(
        self, store: Store, event: Outgoing, known: Event | Identity
    ) -> PublishOutcome:
        """By its key, or by its id and content where other content has that key."""
        beside = and_(
            col(InboxRow.state).in_(("parked", "discarded")), col(InboxRow.event_id) == event.id
        )
        async with store.reading() as session:
            found = await session.execute(
                select(InboxRow)
                .where(or_(col(InboxRow.key) == known.key, beside))
                .where(col(InboxRow.content_hash) == known.content_hash)
                .order_by(col(InboxRow.received_at).desc())
            )
            row = found.scalars().first()
            if row is None:
                return UNKNOWN
            if row.received_at < self._since:
                return PublishOutcome("duplicate", row.state, row.reasons)
            state = "waiting" if row.state == "ready" else row.state
            return PublishOutcome(state, state, row.reasons, await self._caused(session, event))

    async def _caused(self, session: Any, event: Outgoing) -> list[dict[str, Any]]:
        rows = await session.execute(
            select(OutboxRow)
            .where(col(OutboxRow.created_at) >= self._since, col(OutboxRow.exchange) == EVENTS)
            .order_by(col(OutboxRow.seq))
        )
        published = [_as_json(row) for row in rows.scalars()]
        return [
            each
            for each in published
            if event.id in {each["causationid"], each["data"].get("event_id")}
        ]


def _identity(event: Outgoing) -> Event | Identity:
    delivery = Delivery(event.type, dict(event.headers), event.content_type, event.body)
    try:
        return parse(delivery, now=datetime.now(UTC))
    except InvalidEvent as invalid:
        return invalid.identity


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
