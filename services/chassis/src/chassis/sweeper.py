"""Every second: what became ready is applied, what waits too long is told, what is due fires."""

import asyncio
from datetime import datetime

import structlog
from sqlalchemy import ColumnElement, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.contracts.event import Reason
from chassis.inbox import store as fates
from chassis.inbox.applying import Fate
from chassis.inbox.overdue import act_on_overdue
from chassis.inbox.processor import Processor
from chassis.messaging.reconnect import Backoff, run_for_ever
from chassis.retention import Purge
from chassis.storage.tables import InboxRow, TimerRow
from chassis.timers import cancel, firing
from chassis.unit_of_work import Work

BATCH = 200
SEALED = Reason(
    "key-missing", "None of our keys opens what was kept: set the one that does, and replay."
)
log = structlog.get_logger()


class Sweep:
    """The guarantee behind the wake-ups: whatever was missed is found within a second."""

    def __init__(self, processor: Processor) -> None:
        self._processor, self._store = processor, processor.store
        self._woken = asyncio.Event()
        self._purge = Purge(processor.store, processor.settings, processor.clock)

    def wake(self) -> None:
        """Something became ready in this process."""
        self._woken.set()

    async def run(self) -> None:
        """Sweep until cancelled."""
        await run_for_ever("sweep", self._serve)

    async def _serve(self, backoff: Backoff) -> None:
        while True:
            self._woken.clear()
            await self.once()
            backoff.reset()
            try:
                async with asyncio.timeout(self._processor.settings.sweep_seconds):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def once(self) -> None:
        """One sweep over everything."""
        while await self._resume_ready():
            pass
        told_up_to = ""
        while told_up_to := await self._tell_overdue(told_up_to):
            pass
        while await self._fire_timers():
            pass
        await self._purge.once()

    async def _resume_ready(self) -> bool:
        """Each in a transaction of its own, so that one bad waiter harms nobody."""
        async with self._store.reading() as session:
            found = await session.execute(
                select(col(InboxRow.key), col(InboxRow.body), col(InboxRow.received_at))
                .where(col(col(InboxRow.state)) == "ready")
                .order_by(col(InboxRow.received_at))
                .limit(BATCH)
            )
            ready = list(found)
        for key, body, received_at in ready:
            try:
                delivery = self._processor.bodies.open(body)
            except ValueError:
                await self._park_sealed(key, body)
                continue
            await self._processor.resume(key, delivery, received_at)
        return len(ready) == BATCH

    async def _park_sealed(self, key: str, body: bytes) -> None:
        """What no key opens holds nobody up; it is replayed when its key is found."""
        log.error("a kept body cannot be opened: is the service's key the same?", key=key)
        async with self._store.writing() as session:
            if await fates.claim_ready(session, key):
                await fates.park(session, key, [SEALED], body)

    async def _tell_overdue(self, after: str) -> str:
        """The next that wait beyond their time: their publishers are told, once.

        In the order of their keys, up to the one returned: those that we fail to act on are due
        again at the next sweep, and hold up nobody in this one.
        """

        async def step(session: AsyncSession) -> Fate:
            work = self._processor.work(session)
            due = _overdue(work.now) & (col(InboxRow.key) > after)
            chosen = select(InboxRow).where(due).order_by(col(InboxRow.key)).limit(BATCH)
            found = await session.execute(chosen.with_for_update(skip_locked=True))
            rows = list(found.scalars())
            for row in rows:
                if await act_on_overdue(self._processor, session, row):
                    await self._tell(work, row)
            await work.flush()
            return (rows[-1].key if len(rows) == BATCH else ""), work

        return await self._processor.transact(step)

    async def _tell(self, work: Work, row: InboxRow) -> None:
        row.overdue = True
        reasons = [Reason("overdue", reason["message"]) for reason in row.reasons]
        await self._processor.parking.announce(
            work, row.event_id or row.key, row.event_type, row.source, reasons, overdue=True
        )

    async def _fire_timers(self) -> bool:
        async with self._store.reading() as session:
            found = await session.execute(
                select(TimerRow)
                .where(col(TimerRow.due) <= self._processor.clock())
                .order_by(col(TimerRow.due))
                .limit(BATCH)
            )
            due = list(found.scalars())
        for timer in due:
            outcome = await self._processor.process(firing(self._processor.inbox.service, timer))
            if outcome in {"duplicate", "waiting", "failed"}:  # its inbox row remembers it
                async with self._store.writing() as session:
                    await cancel(session, timer.name, timer.subject, timer.due)
        return len(due) == BATCH


def _overdue(now: datetime) -> ColumnElement[bool]:
    waiting = (col(col(InboxRow.state)) == "waiting") & (col(InboxRow.overdue).is_(False))
    return waiting & (col(InboxRow.overdue_at) <= now)
