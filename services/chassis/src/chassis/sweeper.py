"""Every second: ready events are tried again, overdue ones announced, due timers fired."""

import asyncio
from typing import Any

import structlog
from sqlalchemy import select
from sqlmodel import col

from chassis import timers
from chassis.contracts.event import Reason
from chassis.inbox import store
from chassis.inbox.overdue import announce_overdue
from chassis.inbox.processor import Processor
from chassis.inbox.resume import resume
from chassis.messaging.reconnect import Backoff, run_for_ever
from chassis.storage.tables import InboxRow, TimerRow

BATCH = 200
KEY_MISSING = Reason(
    "key-missing", "No key of the service decrypts this event. Add its key and replay it."
)
log = structlog.get_logger()


class Sweeper:
    """Finds within a second whatever a wake-up has missed.

    Each event has a transaction of its own, so that a bad one harms no other.
    """

    def __init__(self, processor: Processor, woken: asyncio.Event) -> None:
        self._processor, self._units, self._woken = processor, processor.units, woken

    async def run(self) -> None:
        """Sweep until cancelled, and at once when events became ready in this process."""
        await run_for_ever("sweep", self._serve)

    async def once(self) -> None:
        """One sweep over everything."""
        while await self.resume_ready():
            pass
        await self.announce_overdue()
        while await self.fire_timers():
            pass

    async def resume_ready(self) -> bool:
        """Try a batch of ready events again; True if there may be more."""
        columns = (col(InboxRow.key), col(InboxRow.body), col(InboxRow.received_at))
        ready = select(*columns).where(col(InboxRow.state) == "ready")
        rows = await self._read(ready.order_by(col(InboxRow.received_at)).limit(BATCH))
        for key, body, received_at in rows:
            try:
                delivery = self._processor.bodies.open(body)
            except ValueError:
                await self._park_encrypted(key, body)
            else:
                await resume(self._processor, key, delivery, received_at)
        return len(rows) == BATCH

    async def announce_overdue(self) -> None:
        """Announce each event that waits beyond its time."""
        last = ""
        while keys := await self._overdue_after(last):
            for last in keys:
                await announce_overdue(self._processor, last)

    async def fire_timers(self) -> bool:
        """Process a batch of due timers as internal events; True if there may be more."""
        async with self._units.store.reading() as session:
            due = await timers.due(session, self._processor.clock(), BATCH)
        for timer in due:
            await self._fire(timer)
        return len(due) == BATCH

    async def _fire(self, timer: TimerRow) -> None:
        """The inbox knows its event from now on, so the timer can go, unless it was set anew."""
        await self._processor.process(timers.firing(self._units.service, timer))
        async with self._units.begin() as work:
            await timers.cancel(work.session, timer.name, timer.subject, timer.due)

    async def _park_encrypted(self, key: str, body: bytes) -> None:
        """An event that no key decrypts delays no other; it is replayed once its key is there."""
        log.error("a kept body cannot be decrypted: check the service's key", key=key)
        async with self._units.begin() as work:
            if await store.claim_ready(work.session, key):
                await store.park(work.session, key, [KEY_MISSING], body)

    async def _overdue_after(self, last: str) -> list[str]:
        late = store.overdue(self._processor.clock()) & (col(InboxRow.key) > last)
        chosen = select(col(InboxRow.key)).where(late).order_by(col(InboxRow.key))
        return [key for (key,) in await self._read(chosen.limit(BATCH))]

    async def _read(self, statement: Any) -> list[Any]:
        async with self._units.store.reading() as session:
            return list(await session.execute(statement))

    async def _serve(self, backoff: Backoff) -> None:
        while True:
            self._woken.clear()
            await self.once()
            backoff.reset()
            try:
                async with asyncio.timeout(self._units.settings.sweep_seconds):
                    await self._woken.wait()
            except TimeoutError:
                continue
