"""A ready event again, under its identity: what it waited for has come, or an operator says so."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.contracts.cloudevents import parse
from chassis.contracts.event import Delivery, Event, InvalidEvent
from chassis.contracts.identity import REUSED
from chassis.inbox import store as fates
from chassis.inbox.applying import Applying, Fate
from chassis.inbox.registry import Inbox
from chassis.inbox.rejections import Parking
from chassis.storage.tables import InboxRow


class Resuming:
    """Gives a ready row its fate; one that another replica has, or has settled, is left to it."""

    def __init__(
        self, inbox: Inbox, applying: Applying, parking: Parking, clock: Callable[[], datetime]
    ) -> None:
        self._inbox, self._applying = inbox, applying
        self._parking, self._clock = parking, clock

    def step(self, key: str, delivery: Delivery) -> Callable[[AsyncSession], Awaitable[Fate]]:
        """What one transaction does with the row of this key."""

        async def step(session: AsyncSession) -> Fate:
            row = await fates.claim_ready(session, key)
            if row is None:
                return "duplicate", None
            as_of = row.as_of
            try:
                event = parse(delivery, now=self._clock())
            except InvalidEvent as bad:
                await fates.park(session, key, bad.reasons, self._parking.seal(delivery))
                return "parked", None
            if event.key != key and not await _take_identity(session, key, event):
                return await self._known(session, key, event, delivery), None
            return await self._again(session, event, delivery, as_of)

        return step

    async def _again(
        self, session: AsyncSession, event: Event, delivery: Delivery, as_of: datetime | None
    ) -> Fate:
        again = self._applying.looking_again((), as_of)
        outcome, work = await again(session, event, delivery)
        if outcome == "applied":
            await fates.settle(session, event.key, self._clock())
        if outcome == "waiting" and event.type in self._inbox.overdue:
            await fates.act_again(session, event.key)
        return outcome, work

    async def _known(
        self, session: AsyncSession, key: str, event: Event, delivery: Delivery
    ) -> str:
        """Its publisher has sent it again since, or has used its id for something else."""
        if await fates.hash_of(session, event.key) == event.content_hash:
            await _forget(session, key)
            return "duplicate"
        await fates.park(session, key, [REUSED], self._parking.seal(delivery))
        return "parked"


async def _take_identity(session: AsyncSession, key: str, event: Event) -> bool:
    """Keep a row whose event can be read by now under its identity; False where that is known."""
    if await fates.hash_of(session, event.key) is not None:
        return False
    await session.execute(
        update(InboxRow)
        .where(col(InboxRow.key) == key)
        .values(
            key=event.key,
            content_hash=event.content_hash,
            event_id=event.id,
            source=event.source,
            subject=event.subject,
            event_time=event.time,
        )
        .execution_options(synchronize_session=False)
    )
    return True


async def _forget(session: AsyncSession, key: str) -> None:
    """Nothing is left to remember: the same event has a row of its own."""
    await session.execute(delete(InboxRow).where(col(InboxRow.key) == key))
