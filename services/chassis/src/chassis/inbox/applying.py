"""One event against its contract and its handler, in an open transaction: applied or waiting."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import timers
from chassis.contracts.event import Delivery, Event, Reason
from chassis.contracts.schemas import IntakeContracts
from chassis.inbox import store as fates
from chassis.inbox.outcomes import NotYet, Rejected
from chassis.inbox.registry import Inbox
from chassis.inbox.rejections import Parking
from chassis.unit_of_work import Begin, Work

Fate = tuple[str, Work | None]
Step = Callable[[AsyncSession, Event, Delivery], Awaitable[Fate]]


class Applying:
    """The ways in which an event whose row is claimed gets its fate."""

    def __init__(
        self,
        inbox: Inbox,
        contracts: IntakeContracts,
        parking: Parking,
        begin: Begin,
        overdue_after: timedelta,
    ) -> None:
        self._inbox, self._contracts, self._parking = inbox, contracts, parking
        self._begin, self._overdue_after = begin, overdue_after

    async def straight(self, session: AsyncSession, event: Event, _: Delivery) -> Fate:
        """The straight way: no savepoint, no lock; Rejected and NotYet leave it."""
        work = self._begin(session, event)
        await self._apply(event, work)
        return "applied", work

    def refusing(self, refused: Rejected) -> Step:
        """Parked with what the straight way said."""

        async def then(session: AsyncSession, event: Event, delivery: Delivery) -> Fate:
            return "parked", await self._parking.refused(session, event, delivery, refused.reasons)

        return then

    def looking_again(self, things: tuple[str, ...], as_of: datetime | None = None) -> Step:
        """The handler in a savepoint under the locks of what it waits for: no wake-up is lost."""

        async def then(session: AsyncSession, event: Event, delivery: Delivery) -> Fate:
            locked: set[str] = set()
            missing = set(things)
            while True:
                work = self._begin(session, event, as_of)
                await work.lock(*missing)
                locked |= missing
                try:
                    async with session.begin_nested():
                        await self._apply(event, work)
                except Rejected as refused:
                    return await self.refusing(refused)(session, event, delivery)
                except NotYet as not_yet:
                    missing = set(not_yet.prerequisites)
                    session.expire_all()  # what was read before a lock may have changed since
                    if missing <= locked:
                        return await self._waits(session, event, delivery, not_yet.prerequisites)
                else:
                    return "applied", work

        return then

    async def _apply(self, event: Event, work: Work) -> None:
        """Contract, then handler, then the outbox rows."""
        handler = self._inbox.handler(event)
        if handler is None:
            raise Rejected([Reason("unknown-type", "No service takes this type or version in.")])
        reasons = self._contracts.reasons(event.type, event.data)
        if reasons:
            raise Rejected(reasons)
        await handler(event, work)
        await timers.fired(work.session, event)
        await work.flush()

    async def _waits(
        self, session: AsyncSession, event: Event, delivery: Delivery, things: tuple[str, ...]
    ) -> Fate:
        kept = self._parking.seal(delivery)
        overdue_at = self._begin(session).now + self._overdue_after
        await fates.wait(session, event.key, things, kept, overdue_at)
        return "waiting", None
