"""One message's or command's unit of work: the effect and its events commit together."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import timers
from chassis.contracts.event import Event
from chassis.contracts.outgoing import Cause, OutgoingEvent
from chassis.outbox import batch as outbox_bulk
from chassis.outbox import recorder as recording
from chassis.settings import ServiceSettings
from chassis.storage import locks as waking
from chassis.telemetry.spans import current_traceparent


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
        self._pending: list[recording.Pending] = []
        self._held: set[str] = set()
        self._changed: set[str] = set()
        self._callbacks: list[Callable[[], None]] = []

    def record(
        self, event: OutgoingEvent, *, inherits: tuple[str, str] | None = None, also: str = ""
    ) -> None:
        """Add an event to the outbox of this transaction, caused by what is being handled now.

        `inherits` names an aggregate (kind, reference) whose correlation a new one takes over;
        `also` is a context to whose rejection queue the same event goes as well.
        """
        self._pending.append(recording.Pending(event, self.cause(), inherits, also))

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
        """Hold these keys until the commit; those that are held already cost nothing."""
        await waking.lock(self.session, set(things) - self._held)
        self._held.update(things)

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
            await recording.write(self.session, self.service, pending, self.now)
        if self._changed:
            self.woken += await waking.wake(self.session, sorted(self._changed))
            self._changed.clear()

    def committed(self) -> None:
        """Run what was to happen after the commit."""
        for callback in self._callbacks:
            callback()


class Begin(Protocol):
    """Begins a unit of work on a transaction; a replay may judge as of an earlier moment."""

    def __call__(
        self, session: AsyncSession, event: Event | None = None, as_of: datetime | None = None
    ) -> Work:
        """The clock's now where `as_of` is not given."""
