"""Makes the rows of deliveries, and the event of a delivery's final state."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, insert, select

from chassis import Event, Work
from notifications.domain.choices import Choice, choice_of, next_digest
from notifications.domain.marks import Mark
from notifications.domain.recipients import Recipient
from notifications.domain.states import AWAITING_DIGEST, DELIVERED, QUEUED
from notifications.events import NotificationDelivered, NotificationFailed
from notifications.settings import settings_of
from notifications.store import DELIVERIES, Delivery, Notice

EMAIL, DIGEST_TIMER = "email", "digest-due"
NEW_DELIVERIES = insert(DELIVERIES)
_IDS = uuid.UUID("0f7a5b52-9c0b-4a57-9a53-6f1f0a1c2b34")


async def queue(notice: Notice, recipients: Sequence[Recipient], work: Work) -> None:
    """A delivery for each recipient, by the recipient's choice; none for who chose none.

    The mail worker is woken after the commit.
    """
    rows = [row for to in recipients if (row := _chosen(notice, to, work))]
    if rows:
        await work.session.execute(NEW_DELIVERIES, [row.model_dump() for row in rows])
        work.after_commit(settings_of(work).mail_due.set)
    for row in rows:
        if row.state == AWAITING_DIGEST:
            await expect_digest(row.person, work)


async def expect_digest(person: str, work: Work) -> None:
    """Set the timer of the person's digest to the earliest message that waits for one.

    So a message of today does not put off the digest that a downtime has delayed.
    """
    waiting = DELIVERIES.c.person == person, DELIVERIES.c.state == AWAITING_DIGEST
    earliest = select(func.min(DELIVERIES.c.due_at)).where(*waiting, DELIVERIES.c.digest.is_(None))
    due = (await work.session.execute(earliest)).scalar_one()
    if due is not None:
        await work.timer(DIGEST_TIMER, subject=person, due=due)


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


def _chosen(notice: Notice, to: Recipient, work: Work) -> Delivery | None:
    row = new_delivery(notice, to.person.id, to.role, work)
    choice = choice_of(to.person.preferences, Mark(notice.mark))
    if choice is Choice.DAILY:
        row.state, row.due_at = AWAITING_DIGEST, next_digest(work.now)
    return None if choice is Choice.NONE else row


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
