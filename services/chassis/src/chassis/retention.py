"""Deletes what was kept long enough, a little at a time, so that nothing waits for it."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select
from sqlmodel import col

from chassis.messaging.reconnect import Backoff, run_for_ever
from chassis.settings import ServiceSettings
from chassis.storage.database import Store
from chassis.storage.tables import InboxRow, OutboxRow

BATCH = 1_000
REST_SECONDS = 600


class Retention:
    """Deletes what is older than the settings keep, in batches with a transaction each."""

    def __init__(
        self, store: Store, settings: ServiceSettings, clock: Callable[[], datetime]
    ) -> None:
        self._store, self._settings, self._clock = store, settings, clock

    async def run(self) -> None:
        """Delete until cancelled, with a rest of ten minutes once nothing old is left."""
        await run_for_ever("retention", self._serve)

    async def once(self) -> bool:
        """Delete a batch of each table; True if there may be more."""
        now = self._clock()
        events = await self._delete(InboxRow.key, old_events(now - self._settings.applied_kept))
        messages = await self._delete(OutboxRow.seq, old_messages(now - self._settings.sent_kept))
        return max(events, messages) == BATCH

    async def _serve(self, backoff: Backoff) -> None:
        while True:
            while await self.once():
                pass
            backoff.reset()
            await asyncio.sleep(REST_SECONDS)

    async def _delete(self, key: Any, old: Select[Any]) -> int:
        """The number of deleted rows; it skips those that another replica is deleting."""
        chosen = old.limit(BATCH).with_for_update(skip_locked=True)
        async with self._store.writing() as session:
            deleted: Any = await session.execute(
                delete(key.class_)
                .where(key.in_(chosen))
                .execution_options(synchronize_session=False)
            )
        return int(deleted.rowcount)


def old_events(before: datetime) -> Select[Any]:
    """An event is received before it is settled, and the index knows when it was received."""
    state: Any = col(InboxRow.state).in_(["applied", "discarded"])
    received, settled = col(InboxRow.received_at) < before, col(InboxRow.settled_at) < before
    return select(col(InboxRow.key)).where(state, received, settled)


def old_messages(before: datetime) -> Select[Any]:
    """A message is written before it is sent, and the index knows when it was written."""
    written, sent = col(OutboxRow.created_at) < before, col(OutboxRow.sent_at) < before
    return select(col(OutboxRow.seq)).where(written, sent)
