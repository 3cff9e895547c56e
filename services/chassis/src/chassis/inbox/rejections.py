"""An event that can never be applied is parked, and its publisher gets the reasons once."""

import hashlib
import traceback
from collections.abc import Sequence
from typing import NamedTuple

from chassis.contracts.cloudevents import parse
from chassis.contracts.event import Delivery, Event, Identity, InvalidEvent, Reason
from chassis.contracts.identity import REUSED
from chassis.contracts.outgoing import EventRejected, rejection_of
from chassis.contracts.strict_json import TOO_LARGE
from chassis.inbox import store
from chassis.inbox.outcomes import Outcome
from chassis.inbox.registry import Inbox
from chassis.outbox import recorder
from chassis.storage.encryption import Bodies
from chassis.unit_of_work import UnitsOfWork, Work

FAILED = Reason("our-failure", "Our software failed on this event. We repair it and try again.")


def is_kept(reasons: Sequence[Reason]) -> bool:
    """Whether the body is kept beside these reasons."""
    return all(reason.code != TOO_LARGE for reason in reasons)


class About(NamedTuple):
    """The rejected event: its row's key, and of its attributes those that could be read."""

    key: str
    event_id: str
    event_type: str
    source: str | None = None
    subject: str | None = None
    la_code: str | None = None


class Rejections:
    """Writes parked rows, and records the rejections that the owner of a type publishes."""

    def __init__(self, registry: Inbox, units: UnitsOfWork, bodies: Bodies) -> None:
        self._contracts, self._clock, self._bodies = registry.contracts, units.clock, bodies
        self._rejection, self._authority_of = rejection_of(registry.service), registry.authority_of

    async def park(
        self, work: Work, event: Event, delivery: Delivery, reasons: Sequence[Reason]
    ) -> Outcome:
        """Park an event whose row this transaction has claimed."""
        work.now = self._clock()  # a replay judges as of an earlier moment, but rejects now
        await store.park(work.session, event.key, reasons, self._bodies.seal(delivery))
        la_code = await self._authority_of(event, work)
        about = About(event.key, event.id, event.type, event.source, event.subject, la_code)
        await self.announce(work, about, reasons)
        return Outcome.PARKED

    def identify(self, delivery: Delivery) -> tuple[Identity, list[Reason]]:
        """The identity of any delivery, and the reasons why it is no valid event, if it is none."""
        try:
            event = parse(delivery, now=self._clock())
        except InvalidEvent as invalid:
            return invalid.identity, invalid.reasons
        return Identity(event.key, event.content_hash, event.id, event.source), []

    async def park_invalid(
        self,
        work: Work,
        delivery: Delivery,
        identity: Identity,
        reasons: Sequence[Reason],
        *,
        keeps_body: bool = True,
        tells: bool | None = None,
    ) -> Outcome:
        """Park what is not handled: no valid event, one that ended the process or is unrouted.

        No body is kept that is too large: the row has its hash, and its length is in the reason.
        `tells` says whether its publisher is told; by default the owner of its type does so.
        """
        event_type, session, now = delivery.routing_key, work.session, work.now
        keeps_body = keeps_body and is_kept(reasons)
        body = self._bodies.seal(delivery) if keeps_body else None
        if not await store.park_invalid(session, identity, event_type, reasons, body, now):
            return Outcome.DUPLICATE
        event_id = identity.id or identity.key
        about = About(identity.key, event_id, event_type, identity.source)
        if self._contracts.owns(event_type) if tells is None else tells:
            self._record(work, self._rejected(about, reasons, replayable=keeps_body))
        return Outcome.PARKED

    async def park_reused(self, work: Work, event: Event, delivery: Delivery) -> Outcome:
        """Park other content under a known id, in a row of its own."""
        work.event = None  # the id names the first event, which did not cause the rejection
        key = hashlib.sha256(f"{event.key}\n{event.content_hash}".encode()).hexdigest()
        identity = Identity(key, event.content_hash, event.id, event.source)
        return await self.park_invalid(work, delivery, identity, [REUSED])

    async def park_failed(
        self, work: Work, delivery: Delivery, error: Exception, key: str | None
    ) -> None:
        """Park with the frames and the error's type; its message may hold values of a payload.

        Leaves an event alone that another replica has settled meanwhile.
        """
        if key is None:
            event = parse(delivery, now=work.now)
            claimed, key = await store.claim(work.session, event, work.now), event.key
        else:
            claimed = await store.claim_ready(work.session, key) is not None
        if claimed:
            frames = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
            await store.park(work.session, key, [FAILED], self._bodies.seal(delivery), frames)

    async def announce(
        self, work: Work, about: About, reasons: Sequence[Reason], *, overdue: bool = False
    ) -> None:
        """Tell the publisher and the operators, unless the same rejection was published before."""
        rejected = self._rejected(about, reasons, overdue=overdue)
        if self._contracts.owns(about.event_type) and not await recorder.known(
            work.session, rejected
        ):
            self._record(work, rejected)

    def _rejected(
        self,
        about: About,
        reasons: Sequence[Reason],
        *,
        overdue: bool = False,
        replayable: bool = True,
    ) -> EventRejected:
        return self._rejection(
            event_id=about.event_id,
            rejected_type=about.event_type,
            event_source=about.source,
            rejected_subject=about.subject,
            key=about.key,
            la_code=about.la_code,
            reasons=[reason._asdict() for reason in reasons],
            overdue=overdue,
            replayable=replayable and REUSED not in reasons,
        )

    def _record(self, work: Work, rejected: EventRejected) -> None:
        """Publish it to everyone, and to the system that sent the event."""
        work.record(rejected, also=context_of(rejected.rejected_type))


def context_of(event_type: str) -> str:
    """The publishing system: the second word of a type; empty where there is none."""
    return [*event_type.split("."), ""][1]
