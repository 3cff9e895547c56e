"""One transaction: a change and the events that it records commit together, or not at all."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import timers
from chassis.contracts.event import Event
from chassis.contracts.outgoing import Cause, OutgoingEvent
from chassis.outbox import batch, recorder
from chassis.settings import ServiceSettings
from chassis.storage import locks
from chassis.storage.database import Store
from chassis.telemetry.context import current_traceparent


@dataclass
class _Effects:
    """What a unit of work does besides its own rows."""

    pending: list[recorder.Pending] = field(default_factory=list)
    callbacks: list[Callable[[], None]] = field(default_factory=list)
    locked: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    recorded: int = 0
    woken: int = 0

    def copy(self) -> "_Effects":
        lists, sets = (self.pending[:], self.callbacks[:]), ({*self.locked}, {*self.changed})
        return _Effects(*lists, *sets, self.recorded, self.woken)


class Work:
    """The transaction in which one event or command takes effect.

    `event` is the event in hand, or None for a command. Only the chassis commits `session`; the
    recorded events become outbox rows in the same transaction.
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
        self._effects = _Effects()

    def record(
        self, event: OutgoingEvent, *, inherits: tuple[str, str] | None = None, also: str = ""
    ) -> None:
        """Add an event to the outbox of this transaction, caused by the event in hand.

        `inherits` names an aggregate (kind, reference) whose correlation a new one takes over.
        `also` is a context: its rejection queue gets the same event.
        """
        self._effects.pending.append(recorder.Pending(event, self.cause(), inherits, also))

    async def record_many(
        self, kind: type[OutgoingEvent], items: Sequence[dict[str, Any]], *, first: bool = False
    ) -> None:
        """Add many events of one type in bulk; each item is the data as plain JSON values.

        `first` promises that all their aggregates are new.
        """
        await self.flush()
        self._effects.recorded += len(items)
        await batch.write_many(
            self.session, self.service, kind, items, self.now, cause=self.cause(), first=first
        )

    def cause(self) -> Cause:
        """The cause of the events that this work records."""
        traceparent, tracestate = current_traceparent()
        if self.event is None:
            return Cause(traceparent=traceparent, tracestate=tracestate)
        correlation = self.event.correlation_id or self.event.id
        return Cause(self.event.id, correlation, traceparent, tracestate)

    async def lock(self, *prerequisites: str) -> None:
        """Hold these keys until the commit; those that are held already cost nothing."""
        await locks.lock(self.session, set(prerequisites) - self._effects.locked)
        self._effects.locked.update(prerequisites)

    async def changed(self, *prerequisites: str) -> None:
        """Call this before you write what other events may wait for; they are tried again."""
        await self.lock(*prerequisites)
        self._effects.changed.update(prerequisites)

    async def timer(
        self, name: str, *, subject: str, due: datetime, data: dict[str, Any] | None = None
    ) -> None:
        """Set a timer; it replaces one of the same name and subject."""
        await timers.set_timer(self.session, name, subject, due, data or {}, self.cause())

    async def cancel_timer(self, name: str, *, subject: str) -> None:
        """Cancel a timer, if there is one."""
        await timers.cancel(self.session, name, subject)

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call this once the transaction is committed; never when it is not."""
        self._effects.callbacks.append(callback)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part of the work that an error undoes on its own: rows, events, locks and callbacks."""
        before = self._effects
        self._effects = before.copy()
        try:
            async with self.session.begin_nested():
                yield
                await self.flush()
        except BaseException:
            self._effects = before
            raise

    async def flush(self) -> None:
        """Write the outbox rows and make the waiting events ready; the chassis calls it last."""
        effects = self._effects
        await self.session.flush()
        if effects.pending:
            effects.recorded += len(effects.pending)
            pending, effects.pending = effects.pending, []
            await recorder.write(self.session, self.service, pending, self.now)
        if effects.changed:
            effects.woken += await locks.wake(self.session, sorted(effects.changed))
            effects.changed.clear()

    def committed(self, wake_relay: Callable[[], None], wake_sweeper: Callable[[], None]) -> None:
        """Wake whoever has something to do now, and run the callbacks."""
        if self._effects.recorded:
            wake_relay()
        if self._effects.woken:
            wake_sweeper()
        for callback in self._effects.callbacks:
            callback()


class UnitsOfWork:
    """Begins every unit of work: a handler's, a command's, a batch's and the sweeper's."""

    def __init__(
        self,
        service: str,
        settings: ServiceSettings,
        store: Store,
        clock: Callable[[], datetime],
        *,
        wake_relay: Callable[[], None],
        wake_sweeper: Callable[[], None],
    ) -> None:
        self.service, self.settings, self.store, self.clock = service, settings, store, clock
        self._wake_relay, self._wake_sweeper = wake_relay, wake_sweeper

    @asynccontextmanager
    async def begin(self, event: Event | None = None) -> AsyncIterator[Work]:
        """Commit when the block ends, then wake relay and sweeper; an error rolls back."""
        async with self.store.writing() as session:
            work = Work(
                session,
                service=self.service,
                settings=self.settings,
                now=self.clock(),
                event=event,
            )
            yield work
            await work.flush()
        work.committed(self._wake_relay, self._wake_sweeper)
