"""What was kept long enough is forgotten, a little at a time: nothing else waits for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, select
from sqlmodel import col

from chassis.settings import ServiceSettings
from chassis.storage.database import Store
from chassis.storage.tables import InboxRow, OutboxRow

BATCH = 1_000
EVERY = timedelta(minutes=10)


class Purge:
    """Forgets a batch at each sweep while there is more, then rests."""

    def __init__(
        self, store: Store, settings: ServiceSettings, clock: Callable[[], datetime]
    ) -> None:
        self._store, self._settings, self._clock = store, settings, clock
        self._due: datetime | None = None

    async def once(self) -> None:
        """A batch of each table in a transaction of its own, where the rest is over."""
        now = self._clock()
        if self._due is not None and now < self._due:
            return
        settled = await self._forget(InboxRow.key, _settled(now - self._settings.applied_kept))
        sent = await self._forget(OutboxRow.seq, _sent(now - self._settings.sent_kept))
        if max(settled, sent) < BATCH:
            self._due = now + EVERY

    async def _forget(self, key: Any, old: Select[Any]) -> int:
        """How many went; what another replica is forgetting is left to it."""
        these = old.limit(BATCH).with_for_update(skip_locked=True)
        async with self._store.writing() as session:
            gone: Any = await session.execute(
                delete(key.class_)
                .where(key.in_(these))
                .execution_options(synchronize_session=False)
            )
        return int(gone.rowcount)


def _settled(before: datetime) -> Select[Any]:
    """What was settled then had been received earlier still: that is what the index knows."""
    state: Any = col(InboxRow.state).in_(["applied", "discarded"])
    received, settled = col(InboxRow.received_at) < before, col(InboxRow.settled_at) < before
    return select(col(InboxRow.key)).where(state, received, settled)


def _sent(before: datetime) -> Select[Any]:
    """What was sent then had been written earlier still."""
    written, sent = col(OutboxRow.created_at) < before, col(OutboxRow.sent_at) < before
    return select(col(OutboxRow.seq)).where(written, sent)
