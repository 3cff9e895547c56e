"""An audience without holders waits: its message goes out when somebody gets the role."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import col, select

from chassis import Work
from notifications.domain.recipients import ANY_SCOPE, resolve
from notifications.domain.states import AWAITING_RECIPIENT, NO_RECIPIENT
from notifications.settings import settings_of
from notifications.store import Delivery, DeliveryRow, Notice, NoticeRow
from notifications.use_cases import recipients
from notifications.use_cases.deliveries import (
    NEW_DELIVERIES,
    cause_of,
    new_delivery,
    outcome_of,
    persons_of,
    queue,
)

DIRECTORY = "directory"  # locked to change roles, and to look again before an audience waits


async def address(notice: Notice, work: Work) -> None:
    """Queue the notice for all who hold its roles now; the other audiences wait."""
    await work.lock(DIRECTORY)
    audiences = recipients.from_json(notice.audiences)
    holders = await recipients.holders_of(work.session, audiences)
    found = resolve(audiences, holders, settings_of(work).mailboxes)
    have = await persons_of(notice, work)
    await queue(notice, [to for to in found.recipients if to.person.id not in have], work)
    await _wait(notice, [audience.label for audience in found.unreached], have, work)


async def roles_filled(roles: Iterable[tuple[str, str]], work: Work) -> None:
    """Address again the notices that wait for one of these roles."""
    held = set(roles)
    filled = held | {(role, ANY_SCOPE) for role, _ in held}
    waiting = select(DeliveryRow.notice).where(DeliveryRow.state == AWAITING_RECIPIENT)
    found = await work.session.execute(select(NoticeRow).where(col(NoticeRow.id).in_(waiting)))
    for notice in found.scalars().all():
        audiences = recipients.from_json(notice.audiences)
        if not filled.isdisjoint(recipients.roles_of(audiences)):
            await address(notice, work)


async def stop_waiting(notice: Notice, row: Delivery, work: Work) -> None:
    """Fail as `no-recipient`; an optional audience is deleted without an event."""
    if _optional(notice, row.person):
        await work.session.execute(delete(DeliveryRow).where(*_still_waiting(row.id)))
        return
    ended = {"state": NO_RECIPIENT, "reason": NO_RECIPIENT, "finished_at": work.now}
    changed = await work.session.execute(
        update(DeliveryRow)
        .where(*_still_waiting(row.id))
        .values(**ended)
        .returning(col(DeliveryRow.id))
        .execution_options(synchronize_session=False)
    )
    if changed.first() is not None:
        work.event = cause_of(notice)
        work.record(outcome_of(notice, row, ended))


async def _wait(notice: Notice, unreached: list[str], have: set[str], work: Work) -> None:
    """A row for each audience without holders, until `find_within` after the notice.

    `have` are the people and audiences that had a row of the notice already.
    """
    if have:
        waiting = (
            col(DeliveryRow.notice) == notice.id,
            col(DeliveryRow.state) == AWAITING_RECIPIENT,
        )
        reached = delete(DeliveryRow).where(*waiting, col(DeliveryRow.person).not_in(unreached))
        await work.session.execute(reached)
    rows = [_waiting(notice, label, work) for label in unreached if label not in have]
    if rows:
        await work.session.execute(NEW_DELIVERIES, [row.model_dump() for row in rows])


def _waiting(notice: Notice, label: str, work: Work) -> Delivery:
    row = new_delivery(notice, label, label.partition("@")[0], work)
    row.state = AWAITING_RECIPIENT
    row.due_at = notice.created_at + settings_of(work).find_within
    return row


def _still_waiting(delivery: str) -> tuple[ColumnElement[bool], ...]:
    return col(DeliveryRow.id) == delivery, col(DeliveryRow.state) == AWAITING_RECIPIENT


def _optional(notice: Notice, label: str) -> bool:
    audiences = recipients.from_json(notice.audiences)
    return any(each.optional for each in audiences if each.label == label)
