"""Parking: what cannot be applied is kept with its reasons, and its publisher is told once."""

import hashlib
import traceback
from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import timers
from chassis.contracts.cloudevents import parse
from chassis.contracts.event import Delivery, Event, Identity, Reason
from chassis.contracts.identity import REUSED
from chassis.contracts.outgoing import EventRejected, rejection_of
from chassis.contracts.schemas import IntakeContracts
from chassis.inbox import store as fates
from chassis.outbox import recorder as recording
from chassis.storage.encryption import Bodies
from chassis.unit_of_work import Begin, Work


class Parking:
    """Writes parked rows and records the rejections that the owner announces."""

    def __init__(self, service: str, contracts: IntakeContracts, bodies: Bodies, begin: Begin):
        self._contracts, self._bodies, self._begin = contracts, bodies, begin
        self._rejection = rejection_of(service)

    async def unread(
        self,
        session: AsyncSession,
        delivery: Delivery,
        identity: Identity,
        reasons: Sequence[Reason],
    ) -> Work | None:
        """Park what is no event, or what killed the process; None where it was seen before."""
        work, kind = self._begin(session), delivery.routing_key
        sealed = self.seal(delivery)
        if not await fates.park_unread(session, identity, kind, reasons, sealed, work.now):
            return None
        event_id = identity.id or identity.key
        self._tell(work, self._rejected(event_id, kind, identity.source, reasons))
        await work.flush()
        return work

    async def reused(self, session: AsyncSession, event: Event, delivery: Delivery) -> Work | None:
        """Other content under a known identity: parked in a row of its own."""
        key = hashlib.sha256(f"{event.key}\n{event.content_hash}".encode()).hexdigest()
        identity = Identity(key, event.content_hash, event.id, event.source)
        return await self.unread(session, delivery, identity, [REUSED])

    async def refused(
        self, session: AsyncSession, event: Event, delivery: Delivery, reasons: Sequence[Reason]
    ) -> Work:
        """Park an event whose row this transaction has claimed."""
        await fates.park(session, event.key, reasons, self.seal(delivery))
        work = self._begin(session, event)
        await timers.fired(session, event)
        await self.announce(work, event.id, event.type, event.source, reasons)
        await work.flush()
        return work

    async def failed(
        self, session: AsyncSession, delivery: Delivery, error: Exception, key: str | None
    ) -> None:
        """Ours: parked with the frames and the type; never the message, it may hold values.

        Not where another replica has settled the event meanwhile.
        """
        frames = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
        reasons = [Reason("our-failure", "Our software failed on this event: we mend and replay.")]
        work = self._begin(session)
        if key is None:
            event = parse(delivery, now=work.now)
            ours, key = await fates.claim_new(session, event, work.now), event.key
        else:
            ours = await fates.claim_ready(session, key) is not None
        if ours:
            await fates.park(session, key, reasons, self.seal(delivery), frames)

    def seal(self, delivery: Delivery) -> bytes:
        """The delivery as it is kept, while it waits or is parked."""
        return self._bodies.seal(delivery)

    async def announce(
        self,
        work: Work,
        event_id: str,
        event_type: str,
        source: str | None,
        reasons: Sequence[Reason],
        *,
        overdue: bool = False,
    ) -> None:
        """Tell the publisher and our operators.

        Nobody twice of the same: a replay, or what waits again, may come out as it did.
        """
        rejected = self._rejected(event_id, event_type, source, reasons, overdue=overdue)
        if not await recording.known(work.session, rejected):
            self._tell(work, rejected)

    def _rejected(
        self,
        event_id: str,
        event_type: str,
        source: str | None,
        reasons: Sequence[Reason],
        *,
        overdue: bool = False,
    ) -> EventRejected:
        return self._rejection(
            event_id=event_id,
            rejected_type=event_type,
            event_source=source,
            reasons=[reason._asdict() for reason in reasons],
            overdue=overdue,
            replayable=REUSED not in reasons,
        )

    def _tell(self, work: Work, rejected: EventRejected) -> None:
        """Only if the type is ours to judge; a rejection is never rejected."""
        if self._contracts.owns(rejected.rejected_type):
            work.record(rejected, also=rejected.rejected_type.split(".")[1])
