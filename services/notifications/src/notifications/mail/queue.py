"""The send queue: gives each delivery that is due to one sender of one process at a time."""

import asyncio
import contextlib
import uuid
from collections import deque
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy import bindparam, or_, select, update

from chassis import Service
from chassis.storage import UtcDateTime
from notifications.domain.states import QUEUED
from notifications.mail.lookup import Mail, look_up
from notifications.settings import Settings
from notifications.store import DELIVERIES, Delivery

_FREE = {"leased_by": None, "leased_until": None}
_NOW = bindparam("now", type_=UtcDateTime)
# The oldest that are due; rows that another process claims at this moment are skipped.
_DUE = (
    select(DELIVERIES.c.id)
    .where(
        DELIVERIES.c.state == QUEUED,
        DELIVERIES.c.due_at <= _NOW,
        or_(DELIVERIES.c.leased_until.is_(None), DELIVERIES.c.leased_until <= _NOW),
    )
    .order_by(DELIVERIES.c.due_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
    .cte("due")
)
_CLAIM = (
    update(DELIVERIES)
    .where(DELIVERIES.c.id.in_(select(_DUE.c.id)))
    .values(leased_by=bindparam("process"), leased_until=bindparam("until", type_=UtcDateTime))
    .returning(*DELIVERIES.c)
)
log = structlog.get_logger()


class SendQueue:
    """Claims deliveries in the database; a claim that its process loses ends with the lease."""

    def __init__(self, service: Service, settings: Settings) -> None:
        self._service, self._settings = service, settings
        self._process = str(uuid.uuid4())
        self._claimed: deque[Mail] = deque()
        self._saw_all = False  # nothing else was due at the last look
        self._turn = asyncio.Lock()  # one sender looks at a time

    async def next(self, ready: Callable[[], bool]) -> Mail | None:
        """Wait for a delivery that is due; None once the sender is not `ready` any more."""
        async with self._turn:
            while ready():
                if self._claimed:
                    return self._claimed.popleft()
                if self._saw_all:
                    await self._until_due()
                rows = await self._claim()
                self._saw_all = len(rows) < self._settings.smtp_connections
                self._claimed.extend(await self._look_up(rows))
        return None

    async def _until_due(self) -> None:
        """A commit tells of new deliveries; retries and other processes' are looked for."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._settings.mail_due.wait(), self._settings.sweep_seconds)

    async def release(self) -> None:
        """Give back the claims of this process, so that another can send at once."""
        self._claimed.clear()
        ours = DELIVERIES.c.leased_by == self._process
        async with self._service.store.writing() as session:
            await session.execute(update(DELIVERIES).where(ours).values(_FREE))

    async def release_after_crash(self) -> None:
        """On SQLite there is one process: claims that exist at its start are a dead one's."""
        if self._service.store.dialect == "sqlite":
            async with self._service.store.writing() as session:
                leased = DELIVERIES.c.leased_by.is_not(None)
                await session.execute(update(DELIVERIES).where(leased).values(_FREE))

    async def _claim(self) -> list[Delivery]:
        """One for each connection, in one transaction: none waits for longer than a dialogue."""
        self._settings.mail_due.clear()  # what is committed from now on sets it again
        now = self._service.clock()
        given = {
            "now": now,
            "limit": self._settings.smtp_connections,
            "process": self._process,
            "until": now + self._settings.lease,
        }
        async with self._service.store.writing() as session:
            found = (await session.execute(_CLAIM, given)).mappings().all()
        return sorted((Delivery(**row) for row in found), key=lambda row: row.due_at)

    async def _look_up(self, rows: Sequence[Delivery]) -> list[Mail]:
        """All of them together; where that fails each alone, so that a bad one stops no other."""
        if not rows:
            return []
        try:
            async with self._service.store.reading() as session:
                return await look_up(session, rows, self._settings.mailboxes)
        except Exception as error:  # noqa: BLE001 - whichever it is, the others are looked up
            if len(rows) == 1:
                name = type(error).__name__
                log.warning("delivery not looked up", delivery=rows[0].id, error=name)
                return []
        return [mail for row in rows for mail in await self._look_up([row])]
