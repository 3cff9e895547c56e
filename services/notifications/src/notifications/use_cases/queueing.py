"""A delivery's row: made with its recipient, leased to the process that will send it."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from chassis import Event, Work
from notifications.domain.people import Recipient
from notifications.domain.states import DELIVERED, QUEUED
from notifications.events import NotificationDelivered, NotificationFailed
from notifications.post.letters import message_id
from notifications.post.tray import Addressed
from notifications.settings import settings_of
from notifications.store import DELIVERIES, Delivery, Notice
from notifications.use_cases import resolving

EMAIL = "email"
NEW_DELIVERIES = insert(DELIVERIES)
Recipients = Sequence[Recipient]
_IDS = uuid.UUID("0f7a5b52-9c0b-4a57-9a53-6f1f0a1c2b34")


async def queue(told: Mapping[str, Recipients], notices: Sequence[Notice], work: Work) -> None:
    """A row for each recipient of each notice, which this process takes up after the commit.

    `told` goes by the notice's id; all of the notices are about one event.
    """
    if not any(told.values()):
        return
    settings = settings_of(work)
    schools = await resolving.names_of_schools(work.session, notices[0].facts)
    addressed: dict[str, Addressed | None] = {}
    rows = []
    for notice in notices:
        for to in told[notice.id]:
            row = new_delivery(notice, to.person.id, to.role, work)
            row.leased_by, row.leased_until = settings.tray.holder, work.now + settings.lease
            addressed[row.id] = Addressed(row, notice, to.person, schools)
            rows.append(row.model_dump())
    await work.session.execute(NEW_DELIVERIES, rows)
    work.after_commit(lambda: settings.tray.lay(addressed))


async def queue_new(notice: Notice, recipients: Recipients, work: Work) -> None:
    """The same for those recipients of one notice who have no delivery of it yet."""
    have = await persons_of(notice, work)
    new = [to for to in recipients if to.person.id not in have]
    await queue({notice.id: new}, [notice], work)


async def persons_of(notice: Notice, work: Work) -> set[str]:
    """Those who have a delivery of this notice, whatever its state."""
    found = await work.session.execute(
        select(DELIVERIES.c.person).where(DELIVERIES.c.notice == notice.id)
    )
    return set(found.scalars())


def outcome_of(
    notice: Notice, row: Delivery, changes: dict[str, Any]
) -> NotificationDelivered | NotificationFailed:
    """The event that tells of a delivery's final state, to which these changes bring it."""
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
    """The event that the notice is about, so that what we record names it as its cause."""
    return Event(
        id=notice.event_id,
        source=notice.event_source,
        type=notice.event_type,
        subject=notice.reference,
        time=notice.created_at,
        data={},
        correlation_id=notice.correlation_id,
    )


def new_delivery(notice: Notice, person: str, role: str, work: Work) -> Delivery:
    """One notice to one person, due now; its id is the same whoever makes it, and whenever."""
    number = str(uuid.uuid5(_IDS, f"{notice.id}\n{person}\n{EMAIL}"))
    return Delivery(
        id=number,
        notice=notice.id,
        person=person,
        channel=EMAIL,
        role=role,
        state=QUEUED,
        message_id=message_id(number, settings_of(work).sender),
        created_at=work.now,
        due_at=work.now,
    )
