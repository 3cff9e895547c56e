"""The daily digest: one mail with the messages that a person does not want one by one."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import col, select

from chassis import Work
from chassis.telemetry import current_traceparent
from notifications.domain.marks import Mark
from notifications.domain.states import AWAITING_DIGEST, DELIVERED, LOST_WITH_DIGEST
from notifications.incoming import DigestDue
from notifications.settings import settings_of
from notifications.store import DELIVERIES, Delivery, DeliveryRow, Notice, NoticeRow
from notifications.texts.digest import DIGEST, references
from notifications.upserts import NOTICE_ONCE
from notifications.use_cases import recipients
from notifications.use_cases.awaiting_recipient import address
from notifications.use_cases.deliveries import (
    NEW_DELIVERIES,
    cause_of,
    expect_digest,
    new_delivery,
    outcome_of,
)

_IDS = uuid.UUID("c0a1f7d2-6a5d-4b4e-8f0b-7c1d0a9b3e55")
Item = tuple[DeliveryRow, NoticeRow]


async def send_digest(due: DigestDue, work: Work) -> None:
    """Queue one mail with everything that waits for this person's digest and is due."""
    row = col(DeliveryRow.person), col(DeliveryRow.state), col(DeliveryRow.digest)
    waiting = (row[0] == due.subject, row[1] == AWAITING_DIGEST, row[2].is_(None))
    items = await _items(work, *waiting, col(DeliveryRow.due_at) <= work.now)
    if items := await _still_theirs(items, work):
        await _queue(due.subject, items, work)
    await expect_digest(due.subject, work)


async def settle_items(digest: Delivery, changes: dict[str, Any], work: Work) -> None:
    """The messages of a digest share its final state."""
    for row, notice in await _items(work, col(DeliveryRow.digest) == digest.id):
        ended = {name: changes[name] for name in ("state", "attempts", "finished_at")}
        ended["reason"] = None if changes["state"] == DELIVERED else LOST_WITH_DIGEST
        await work.session.execute(
            update(DELIVERIES).where(DELIVERIES.c.id == row.id).values(**ended)
        )
        work.event = cause_of(notice)
        work.record(outcome_of(notice, row, ended))


async def return_items(digest: Delivery, work: Work) -> None:
    """The person left before the digest was sent: its messages go to who has the roles now."""
    for row, notice in await _items(work, col(DeliveryRow.digest) == digest.id):
        await _return(row, notice, work)


async def _queue(person: str, items: Sequence[Item], work: Work) -> None:
    notice = _notice(items, work)
    inserted = await work.session.execute(NOTICE_ONCE, notice.model_dump())
    if inserted.first() is None:
        return
    digest = new_delivery(notice, person, items[0][0].role, work)
    await work.session.execute(NEW_DELIVERIES, [digest.model_dump()])
    part = DELIVERIES.c.id.in_([row.id for row, _ in items])
    await work.session.execute(update(DELIVERIES).where(part).values(digest=digest.id))
    work.after_commit(settings_of(work).mail_due.set)


async def _still_theirs(items: Sequence[Item], work: Work) -> list[Item]:
    """Those that still go to this person; the others are addressed again."""
    kept, mailboxes = [], settings_of(work).mailboxes
    for row, notice in items:
        if await recipients.recipient_of(work.session, row, notice, mailboxes):
            kept.append((row, notice))
        else:
            await _return(row, notice, work)
    return kept


async def _return(row: DeliveryRow, notice: NoticeRow, work: Work) -> None:
    await work.session.execute(delete(DELIVERIES).where(DELIVERIES.c.id == row.id))
    await address(notice, work)


async def _items(work: Work, *conditions: ColumnElement[bool]) -> list[Item]:
    """Rows with their notices, the oldest first."""
    found = await work.session.execute(
        select(DeliveryRow, NoticeRow)
        .join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice))
        .where(*conditions)
        .order_by(col(DeliveryRow.created_at), col(DeliveryRow.id))
    )
    return [(row, notice) for row, notice in found.tuples()]


def _notice(items: Sequence[Item], work: Work) -> Notice:
    event = work.event
    assert event is not None  # noqa: S101 - every caller handles an event
    traceparent, tracestate = current_traceparent()
    notices = [notice for _, notice in items]
    return Notice(
        id=str(uuid.uuid5(_IDS, f"{event.source}\n{event.id}")),
        event_source=event.source,
        event_id=event.id,
        event_type=event.type,
        template=DIGEST,
        mark=Mark.INFORM,
        reference=references([each.reference for each in notices]),
        audiences=[audience for each in notices for audience in each.audiences],
        scopes=notices[0].scopes,
        facts={"items": [_fact(each) for each in notices]},
        correlation_id=event.correlation_id or event.id,
        traceparent=traceparent,
        tracestate=tracestate,
        created_at=work.now,
    )


def _fact(notice: Notice) -> dict[str, Any]:
    return {
        "template": notice.template,
        "facts": notice.facts,
        "reference": notice.reference,
    }
