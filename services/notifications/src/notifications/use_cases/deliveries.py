"""Makes the rows of deliveries, and the event of a delivery's final state."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from chassis import Event, Work
from notifications.domain.recipients import Recipient
from notifications.domain.states import DELIVERED, QUEUED
from notifications.events import NotificationDelivered, NotificationFailed
from notifications.settings import settings_of
from notifications.store import DELIVERIES, Delivery, Notice

EMAIL = "email"
NEW_DELIVERIES = insert(DELIVERIES)
_IDS = uuid.UUID("0f7a5b52-9c0b-4a57-9a53-6f1f0a1c2b34")


async def queue(notice: Notice, recipients: Sequence[Recipient], work: Work) -> None:
    """A delivery for each recipient; the mail worker is woken after the commit."""
    rows = [new_delivery(notice, to.person.id, to.role, work).model_dump() for to in recipients]
    if rows:
        await work.session.execute(NEW_DELIVERIES, rows)
        work.after_commit(settings_of(work).mail_due.set)


async def queue_new(notice: Notice, recipients: Sequence[Recipient], work: Work) -> None:
    """A delivery for each recipient who has none of this notice yet."""
    have = await persons_of(notice, work)
    await queue(notice, [to for to in recipients if to.person.id not in have], work)


async def persons_of(notice: Notice, work: Work) -> set[str]:
    """The people who have a delivery of this notice, in any state."""
    found = await work.session.execute(
        select(DELIVERIES.c.person).where(DELIVERIES.c.notice == notice.id)
    )
    return set(found.scalars())


def new_delivery(notice: Notice, person: str, role: str, work: Work) -> Delivery:
    """One notice to one person, due now; its id depends on these two alone."""
    number = str(uuid.uuid5(_IDS, f"{notice.id}\n{person}\n{EMAIL}"))
    domain = settings_of(work).sender.rpartition("@")[2]
    return Delivery(
        id=number,
        notice=notice.id,
        person=person,
        channel=EMAIL,
        role=role,
        state=QUEUED,
        message_id=f"<{number}@{domain}>",
        created_at=work.now,
        due_at=work.now,
    )


def outcome_of(
    notice: Notice, row: Delivery, changes: dict[str, Any]
) -> NotificationDelivered | NotificationFailed:
    """The event of the final state that these changes give a delivery."""
    final = row.model_dump() | changes
    kind = NotificationDelivered if final["state"] == DELIVERED else NotificationFailed
    return kind(
        notification=row.id,
        event_id=notice.event_id,
        cause_type=notice.event_type,
        about=notice.reference,
        scopes=notice.scopes,
        person=row.person,
        role=row.role,
        channel=row.channel,
        template=notice.template,
        state=final["state"],
        reason=final["reason"],
        attempts=final["attempts"],
        finished_at=final["finished_at"],
    )


def cause_of(notice: Notice) -> Event:
    """The event that the notice is about: the cause of the events that we record."""
    return Event(
        id=notice.event_id,
        source=notice.event_source,
        type=notice.event_type,
        subject=notice.reference,
        time=notice.created_at,
        data={},
        correlation_id=notice.correlation_id,
    )
