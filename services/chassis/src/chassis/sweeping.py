"""Every second: what became ready is applied, what waits too long is told, what is due fires."""

import asyncio
from datetime import datetime

import structlog
from sqlalchemy import ColumnElement, delete, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.applying import Fate
from chassis.backoff import Backoff
from chassis.lasting import run_for_ever
from chassis.outcomes import Reason
from chassis.overdue import act_on_overdue
from chassis.processing import Processor
from chassis.tables import InboxRow, OutboxRow, TimerRow
from chassis.timers import cancel, firing

BATCH = 200
PURGE_EVERY = 600  # sweeps
log = structlog.get_logger()


class Sweep:
    """The guarantee behind the wake-ups: whatever was missed is found within a second."""

    def __init__(self, processor: Processor) -> None:
        self._processor, self._store = processor, processor.store
        self._woken = asyncio.Event()
        self._sweeps = 0

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
        while await self._tell_overdue():
            pass
        while await self._fire_timers():
            pass
        if self._sweeps % PURGE_EVERY == 0:
            await self._purge()
        self._sweeps += 1

    async def _resume_ready(self) -> bool:
        """Each in a transaction of its own, so that one bad waiter harms nobody."""
        async with self._store.reading() as session:
            found = await session.execute(
                select(col(InboxRow.key), col(InboxRow.body), col(InboxRow.received_at))
                .where(col(col(InboxRow.state)) == "ready")
                .order_by(col(InboxRow.received_at))
                .limit(BATCH)
            )
            ready, unopened = list(found), 0
        for key, body, received_at in ready:
            try:
                delivery = self._processor.bodies.open(body)
            except ValueError:
                log.error("a kept body cannot be opened: is the service's key the same?", key=key)
                unopened += 1
                continue
            await self._processor.resume(key, delivery, received_at)
        return len(ready) == BATCH and unopened < BATCH

    async def _tell_overdue(self) -> bool:
        """After its time a waiting event counts as parked and its publisher is told; once."""

        async def step(session: AsyncSession) -> Fate:
            work = self._processor.work(session)
            due = _overdue(work.now)
            found = await session.execute(
                select(InboxRow).where(due).limit(BATCH).with_for_update(skip_locked=True)
            )
            told = 0
            for row in found.scalars():
                if not await act_on_overdue(self._processor, session, row):
                    continue
                told += 1
                row.overdue = True
                reasons = [Reason("overdue", r["message"]) for r in row.reasons]
                await self._processor.parking.announce(
                    work, row.event_id or row.key, row.event_type, row.source, reasons, overdue=True
                )
            await work.flush()
            return ("more" if told == BATCH else "done"), work

        return await self._processor.transact(step) == "more"

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

    async def _purge(self) -> None:
        settings, now = self._processor.settings, self._processor.clock()
        settled = col(InboxRow.state).in_(["applied", "discarded"]) & (
            col(InboxRow.settled_at) < now - settings.applied_kept
        )
        sent = col(OutboxRow.sent_at) < now - settings.sent_kept
        async with self._store.writing() as session:
            await session.execute(delete(InboxRow).where(settled))
            await session.execute(delete(OutboxRow).where(sent))


def _overdue(now: datetime) -> ColumnElement[bool]:
    waiting = (col(col(InboxRow.state)) == "waiting") & (col(InboxRow.overdue).is_(False))
    return waiting & (col(InboxRow.overdue_at) <= now)
