"""The send queue: gives each delivery that is due to one sender of one process at a time."""

import asyncio
import contextlib
import uuid
from collections.abc import Callable

from sqlalchemy import or_, select, update

from chassis import Service
from notifications.domain.states import QUEUED
from notifications.settings import Settings
from notifications.store import DELIVERIES, Delivery

_FREE = {"leased_by": None, "leased_until": None}


class SendQueue:
    """Claims deliveries in the database; a claim that its process loses ends with the lease."""

    def __init__(self, service: Service, settings: Settings) -> None:
        self._service, self._settings = service, settings
        self._process = str(uuid.uuid4())
        self._turn = asyncio.Lock()  # one sender looks at a time

    async def next(self, ready: Callable[[], bool]) -> Delivery | None:
        """Wait for a delivery that is due; None once the sender is not `ready` any more."""
        due = self._settings.mail_due
        async with self._turn:
            while ready():
                due.clear()
                if delivery := await self._claim():
                    return delivery
                with contextlib.suppress(TimeoutError):  # retries, and other processes' deliveries
                    await asyncio.wait_for(due.wait(), self._settings.sweep_seconds)
        return None

    async def release(self) -> None:
        """Give back the claims of this process, so that another can send at once."""
        ours = DELIVERIES.c.leased_by == self._process
        async with self._service.store.writing() as session:
            await session.execute(update(DELIVERIES).where(ours).values(_FREE))

    async def release_after_crash(self) -> None:
        """On SQLite there is one process: claims that exist at its start are a dead one's."""
        if self._service.store.dialect == "sqlite":
            async with self._service.store.writing() as session:
                leased = DELIVERIES.c.leased_by.is_not(None)
                await session.execute(update(DELIVERIES).where(leased).values(_FREE))

    async def _claim(self) -> Delivery | None:
        """The one that is due longest; rows that another process claims are skipped."""
        now, leased = self._service.clock(), DELIVERIES.c.leased_until
        due = (
            select(DELIVERIES.c.id)
            .where(
                DELIVERIES.c.state == QUEUED,
                DELIVERIES.c.due_at <= now,
                or_(leased.is_(None), leased <= now),
            )
            .order_by(DELIVERIES.c.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        claim = (
            update(DELIVERIES)
            .where(DELIVERIES.c.id == due)
            .values(leased_by=self._process, leased_until=now + self._settings.lease)
            .returning(*DELIVERIES.c)
        )
        async with self._service.store.writing() as session:
            found = (await session.execute(claim)).mappings().one_or_none()
        return Delivery(**found) if found else None
