"""What became of an attempt: delivered, tried again, given up, or nobody's any more."""

from typing import Any

from sqlalchemy import update
from sqlmodel import col

from chassis import Work
from notifications.domain.addresses import masked
from notifications.domain.people import Recipient, mailbox_of
from notifications.domain.states import DELIVERED, NOT_SENT, PERMANENT, QUEUED, after_failure
from notifications.post.courier import Answer
from notifications.post.tray import Addressed
from notifications.settings import settings_of
from notifications.store import DeliveryRow
from notifications.use_cases.queueing import cause_of, outcome_of, queue_new
from notifications.use_cases.seeking import address

CHANGING = {"state", "reason", "attempts", "address", "due_at", "finished_at"}
CHANGING |= {"leased_by", "leased_until"}


async def settle(addressed: Addressed, answer: Answer, work: Work) -> str:
    """Keep what became of the attempt, and tell of it where that is final; returns the state."""
    row = _judged(addressed, answer, work)
    if not await _keep(row, work):
        return QUEUED
    if row.state != QUEUED:
        work.event = cause_of(addressed.notice)
        work.record(outcome_of(addressed.notice, row))
    if row.state == PERMANENT:
        await _fall_back(addressed, work)
    return row.state


async def settle_unsent(addressed: Addressed, work: Work) -> str:
    """The person has left, or another recipient has the same address: whoever is new is told."""
    changes = {"state": NOT_SENT, "reason": "no-longer-addressed", "finished_at": work.now}
    await _keep(_changed(addressed.row, changes), work)
    await address(addressed.notice, work)
    return NOT_SENT


def _judged(addressed: Addressed, answer: Answer, work: Work) -> DeliveryRow:
    row, attempts = addressed.row, addressed.row.attempts + 1
    changes: dict[str, Any] = {"attempts": attempts, "reason": answer.reason}
    if addressed.person:
        changes["address"] = masked(addressed.person.email)
    if answer.failure is None:
        return _changed(row, changes | {"state": DELIVERED, "finished_at": work.now})
    verdict = after_failure(
        answer.failure,
        attempts=attempts,
        created=row.created_at,
        now=work.now,
        patience=settings_of(work).patience,
    )
    if verdict.due is None:
        return _changed(row, changes | {"state": verdict.state, "finished_at": work.now})
    return _changed(row, changes | {"due_at": verdict.due})


def _changed(row: DeliveryRow, changes: dict[str, Any]) -> DeliveryRow:
    """A copy, so that keeping it can be tried again; the lease ends with every attempt."""
    return DeliveryRow(**row.model_dump() | {"leased_by": None, "leased_until": None} | changes)


async def _keep(row: DeliveryRow, work: Work) -> bool:
    """False where it was settled meanwhile."""
    kept = await work.session.execute(
        update(DeliveryRow)
        .where(col(DeliveryRow.id) == row.id, col(DeliveryRow.state) == QUEUED)
        .values(**row.model_dump(include=CHANGING))
        .returning(col(DeliveryRow.id))
        .execution_options(synchronize_session=False)
    )
    return kept.first() is not None


async def _fall_back(addressed: Addressed, work: Work) -> None:
    mailbox = mailbox_of(addressed.row.role, settings_of(work).mailboxes)
    if mailbox and mailbox.id != addressed.row.person:
        await queue_new(addressed.notice, [Recipient(mailbox, addressed.row.role)], work)
