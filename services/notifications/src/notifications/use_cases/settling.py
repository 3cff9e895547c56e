"""What became of an attempt: delivered, tried again, given up, or nobody's any more."""

from typing import Any

from sqlalchemy import bindparam, delete, update

from chassis import Work
from notifications.domain.addresses import masked
from notifications.domain.people import Recipient, mailbox_of
from notifications.domain.states import DELIVERED, NOT_SENT, PERMANENT, QUEUED, after_failure
from notifications.post.courier import Answer
from notifications.post.tray import Addressed
from notifications.settings import settings_of
from notifications.store import DELIVERIES, Delivery
from notifications.use_cases.queueing import cause_of, outcome_of, queue_new
from notifications.use_cases.seeking import address

LEASE_ENDS = {"leased_by": None, "leased_until": None}  # with every attempt
_STILL_QUEUED = (DELIVERIES.c.id == bindparam("delivery"), DELIVERIES.c.state == QUEUED)
_SETTLE = update(DELIVERIES).where(*_STILL_QUEUED)
_TAKE_BACK = delete(DELIVERIES).where(*_STILL_QUEUED)


async def settle(addressed: Addressed, answer: Answer, work: Work) -> str:
    """Keep what became of the attempt, and tell of it where that is final; returns the state."""
    row, notice = addressed.row, addressed.notice
    changes = _judged(addressed, answer, work)
    if not await _keep(row, changes, work):
        return QUEUED
    if changes["state"] != QUEUED:
        work.event = cause_of(notice)
        work.record(outcome_of(notice, row, changes))
    if changes["state"] == PERMANENT:
        await _fall_back(addressed, work)
    return str(changes["state"])


async def settle_unsent(addressed: Addressed, work: Work) -> str:
    """The person has left, or another recipient has the same address: whoever is new is told.

    What was never attempted leaves no trace, as if they had been known to have left.
    """
    if addressed.row.attempts == 0:
        await work.session.execute(_TAKE_BACK, {"delivery": addressed.row.id})
    else:
        changes = {"state": NOT_SENT, "reason": "no-longer-addressed", "finished_at": work.now}
        await _keep(addressed.row, changes, work)
    await address(addressed.notice, work)
    return NOT_SENT


def _judged(addressed: Addressed, answer: Answer, work: Work) -> dict[str, Any]:
    """How the row changes with this answer."""
    attempts, person = addressed.row.attempts + 1, addressed.person
    changes: dict[str, Any] = {"attempts": attempts, "reason": answer.reason}
    if person:
        changes["address"] = masked(person.email)
    if answer.failure is None:
        return changes | {"state": DELIVERED, "finished_at": work.now}
    verdict = after_failure(
        answer.failure,
        attempts=attempts,
        created=addressed.row.created_at,
        now=work.now,
        patience=settings_of(work).patience,
    )
    if verdict.due is None:
        return changes | {"state": verdict.state, "finished_at": work.now}
    return changes | {"state": QUEUED, "due_at": verdict.due}


async def _keep(row: Delivery, changes: dict[str, Any], work: Work) -> bool:
    """False where it was settled meanwhile."""
    kept: Any = await work.session.execute(_SETTLE, {"delivery": row.id, **LEASE_ENDS, **changes})
    return bool(kept.rowcount)


async def _fall_back(addressed: Addressed, work: Work) -> None:
    mailbox = mailbox_of(addressed.row.role, settings_of(work).mailboxes)
    if mailbox and mailbox.id != addressed.row.person:
        await queue_new(addressed.notice, [Recipient(mailbox, addressed.row.role)], work)
