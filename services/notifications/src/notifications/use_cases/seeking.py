"""Whom nobody stands for yet is sought: told as soon as somebody does, or missed in the end."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import col, select

from chassis import Work
from notifications.domain.people import Audience, resolve
from notifications.domain.states import NO_RECIPIENT, SOUGHT
from notifications.settings import settings_of
from notifications.store import Delivery, DeliveryRow, Notice, NoticeRow
from notifications.use_cases import resolving
from notifications.use_cases.queueing import (
    NEW_DELIVERIES,
    cause_of,
    new_delivery,
    outcome_of,
    persons_of,
    queue_new,
)

DIRECTORY = "directory"  # who finds nobody takes this lock and looks again, who changes posts too


async def address(notice: Notice, work: Work) -> None:
    """To everybody who stands for its audiences now; for the rest somebody is sought."""
    await work.lock(DIRECTORY)
    audiences = resolving.read(notice.audiences)
    holders = await resolving.holders_of(work.session, audiences)
    found = resolve(audiences, holders, settings_of(work).mailboxes)
    await queue_new(notice, found.recipients, work)
    await _seek(notice, [audience.label for audience in found.unreached], work)


async def posts_filled(posts: Iterable[tuple[str, str]], work: Work) -> None:
    """Somebody holds these roles in these scopes now: who sought one of them is addressed anew."""
    filled = set(posts)
    sought = select(DeliveryRow.notice).where(DeliveryRow.state == SOUGHT)
    found = await work.session.execute(select(NoticeRow).where(col(NoticeRow.id).in_(sought)))
    for notice in found.scalars().all():
        if not filled.isdisjoint(resolving.posts_of(resolving.read(notice.audiences))):
            await address(notice, work)


async def give_up(notice: Notice, row: Delivery, work: Work) -> None:
    """Nobody came in time: it fails as `no-recipient`; an optional one leaves no trace."""
    if _optional(notice, row.person):
        await work.session.execute(delete(DeliveryRow).where(*_still_sought(row.id)))
        return
    ended = {"state": NO_RECIPIENT, "reason": NO_RECIPIENT, "finished_at": work.now}
    kept = await work.session.execute(
        update(DeliveryRow)
        .where(*_still_sought(row.id))
        .values(**ended)
        .returning(col(DeliveryRow.id))
        .execution_options(synchronize_session=False)
    )
    if kept.first() is not None:
        work.event = cause_of(notice)
        work.record(outcome_of(notice, row, ended))


async def _seek(notice: Notice, unreached: list[str], work: Work) -> None:
    """A row for each that is looked for, until `find_within` after the notice; found ones go."""
    sought = (col(DeliveryRow.notice) == notice.id, col(DeliveryRow.state) == SOUGHT)
    found = delete(DeliveryRow).where(*sought, col(DeliveryRow.person).not_in(unreached))
    await work.session.execute(found)
    have = await persons_of(notice, work)
    rows = [_sought(notice, label, work) for label in unreached if label not in have]
    if rows:
        await work.session.execute(NEW_DELIVERIES, [row.model_dump() for row in rows])


def _sought(notice: Notice, label: str, work: Work) -> Delivery:
    row = new_delivery(notice, label, label.partition("@")[0], work)
    row.state, row.due_at = SOUGHT, notice.created_at + settings_of(work).find_within
    return row


def _still_sought(delivery: str) -> tuple[ColumnElement[bool], ...]:
    return col(DeliveryRow.id) == delivery, col(DeliveryRow.state) == SOUGHT


def _optional(notice: Notice, label: str) -> bool:
    audiences: list[Audience] = resolving.read(notice.audiences)
    return any(each.optional for each in audiences if each.label == label)
