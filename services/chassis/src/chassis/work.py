"""One message's or command's unit of work: the effect and its events commit together."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, text, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import outbox, outbox_bulk, timers
from chassis.envelope import Event
from chassis.outgoing import Cause, OutgoingEvent
from chassis.settings import ServiceSettings
from chassis.spans import current_traceparent
from chassis.tables import InboxRow, WaitRow


class Work:
    """The transaction in which one event or command takes effect.

    `event` is what is being handled, or None for a command. Nobody commits `session` but the
    chassis; what `record` was given becomes outbox rows in the same transaction.
    """

    def __init__(
        self,
        session: AsyncSession,
        *,
        service: str,
        settings: ServiceSettings,
        now: datetime,
        event: Event | None = None,
    ) -> None:
        self.session, self.service, self.settings = session, service, settings
        self.now, self.event = now, event
        self.woken = 0
        self.recorded = 0
        self._pending: list[outbox.Pending] = []
        self._changed: set[str] = set()
        self._callbacks: list[Callable[[], None]] = []

    def record(
        self, event: OutgoingEvent, *, inherits: tuple[str, str] | None = None, also: str = ""
    ) -> None:
        """Add an event to the outbox of this transaction.

        `inherits` names an aggregate (kind, reference) whose correlation a new one takes over;
        `also` is a context to whose rejection queue the same event goes as well.
        """
        self._pending.append(outbox.Pending(event, inherits, also))

    async def record_many(
        self, kind: type[OutgoingEvent], items: Sequence[dict[str, Any]], *, first: bool = False
    ) -> None:
        """Add many events of one type in bulk; each item is the data as plain JSON values.

        `first` promises that all their aggregates are new.
        """
        await self.flush()
        self.recorded += len(items)
        await outbox_bulk.write_many(
            self.session, self.service, kind, items, self.now, cause=self.cause(), first=first
        )

    def cause(self) -> Cause:
        """What the events of this work are caused by."""
        traceparent, tracestate = current_traceparent()
        if self.event is None:
            return Cause(traceparent=traceparent, tracestate=tracestate)
        correlation = self.event.correlation_id or self.event.id
        return Cause(self.event.id, correlation, traceparent, tracestate)

    async def lock(self, *things: str) -> None:
        """Hold these keys until the commit; taken in sorted order, so that nobody deadlocks."""
        if self.session.get_bind().dialect.name == "sqlite":
            return  # BEGIN IMMEDIATE holds everything already
        for thing in sorted(set(things)):
            await self.session.execute(
                text("SELECT pg_advisory_xact_lock(:key)"), {"key": _lock_number(thing)}
            )

    async def changed(self, *things: str) -> None:
        """Say, before writing it, that something others may wait for changes in this work."""
        await self.lock(*things)
        self._changed.update(things)

    async def timer(
        self, name: str, *, subject: str, due: datetime, data: dict[str, Any] | None = None
    ) -> None:
        """Set a timer; one of the same name and subject is replaced."""
        await timers.set_timer(self.session, name, subject, due, data or {}, self.cause())

    async def cancel_timer(self, name: str, *, subject: str) -> None:
        """Take a timer back; nothing happens where there is none."""
        await timers.cancel(self.session, name, subject)

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call this once the transaction is committed; never when it is not."""
        self._callbacks.append(callback)

    async def flush(self) -> None:
        """Write the outbox rows and mark the waiters ready; the chassis calls it last."""
        await self.session.flush()
        if self._pending:
            self.recorded += len(self._pending)
            pending, self._pending = self._pending, []
            await outbox.write(self.session, self.service, pending, self.now, self.cause())
        if self._changed:
            self.woken += await _wake(self.session, sorted(self._changed))
            self._changed.clear()

    def committed(self) -> None:
        """Run what was to happen after the commit."""
        for callback in self._callbacks:
            callback()


async def _wake(session: AsyncSession, things: list[str]) -> int:
    waiters = select(col(WaitRow.key)).where(col(WaitRow.thing).in_(things))
    woken = await session.execute(
        update(InboxRow)
        .where(col(InboxRow.key).in_(waiters), col(InboxRow.state) == "waiting")
        .values(state="ready")
        .returning(col(InboxRow.key))
        .execution_options(synchronize_session=False)
    )
    keys = list(woken.scalars())
    for start in range(0, len(keys), 500):
        chunk = keys[start : start + 500]
        await session.execute(delete(WaitRow).where(col(WaitRow.key).in_(chunk)))
    return len(keys)


def _lock_number(thing: str) -> int:
    return int.from_bytes(hashlib.sha256(thing.encode()).digest()[:8], "big", signed=True)
