"""Deletes what was kept long enough, a little at each sweep, so that nothing waits for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, select
from sqlmodel import col

from chassis.settings import ServiceSettings
from chassis.storage.database import Store
from chassis.storage.tables import InboxRow, OutboxRow

BATCH = 1_000
REST = timedelta(minutes=10)


class Retention:
    """Deletes a batch at each sweep while there is more, then rests for ten minutes."""

    def __init__(
        self, store: Store, settings: ServiceSettings, clock: Callable[[], datetime]
    ) -> None:
        self._store, self._settings, self._clock = store, settings, clock
        self._due: datetime | None = None

    async def once(self) -> None:
        """A batch of each table, in a transaction of its own."""
        now = self._clock()
        if self._due is not None and now < self._due:
            return
        settled = await self._delete(InboxRow.key, _settled(now - self._settings.applied_kept))
        sent = await self._delete(OutboxRow.seq, _sent(now - self._settings.sent_kept))
        if max(settled, sent) < BATCH:
            self._due = now + REST

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


def _settled(before: datetime) -> Select[Any]:
    """An event is received before it is settled, and the index knows when it was received."""
    state: Any = col(InboxRow.state).in_(["applied", "discarded"])
    received, settled = col(InboxRow.received_at) < before, col(InboxRow.settled_at) < before
    return select(col(InboxRow.key)).where(state, received, settled)


def _sent(before: datetime) -> Select[Any]:
    """A message is written before it is sent, and the index knows when it was written."""
    written, sent = col(OutboxRow.created_at) < before, col(OutboxRow.sent_at) < before
    return select(col(OutboxRow.seq)).where(written, sent)
