"""Records the outcome of an attempt: delivered, queued again, failed, or no longer to be sent."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, delete, update

from chassis import Work
from notifications.domain.addresses import masked
from notifications.domain.recipients import Person, Recipient, mailbox_of
from notifications.domain.states import (
    DELIVERED,
    NOT_SENT,
    PERMANENT,
    QUEUED,
    Attempt,
    after_failure,
)
from notifications.settings import settings_of
from notifications.store import DELIVERIES, Delivery, Notice
from notifications.texts.digest import DIGEST
from notifications.use_cases.awaiting_recipient import address
from notifications.use_cases.deliveries import cause_of, outcome_of, queue_new
from notifications.use_cases.digests import return_items, settle_items

_STILL_QUEUED = (DELIVERIES.c.id == bindparam("delivery"), DELIVERIES.c.state == QUEUED)
_UPDATE = update(DELIVERIES).where(*_STILL_QUEUED)
_DELETE = delete(DELIVERIES).where(*_STILL_QUEUED)


async def record_outcome(
    row: Delivery, notice: Notice, person: Person | None, attempt: Attempt, work: Work
) -> str:
    """Store the attempt's outcome and, if it is final, its event; returns the new state."""
    changes = _changes(row, person, attempt, work)
    state = str(changes["state"])
    if not await _update(row, changes, work):
        return QUEUED
    if state != QUEUED:
        work.event = cause_of(notice)
        work.record(outcome_of(notice, row, changes))
        if notice.template == DIGEST:
            await settle_items(row, changes, work)
    if state == PERMANENT:
        await _fall_back(row, notice, work)
    return state


async def record_not_sent(row: Delivery, notice: Notice, work: Work) -> None:
    """The person no longer holds the role, or shares an address: address the notice again.

    A delivery without an attempt is deleted, as if we had known from the start.
    """
    if row.attempts == 0:
        await work.session.execute(_DELETE, {"delivery": row.id})
    else:
        changes = {"state": NOT_SENT, "reason": "no-longer-addressed", "finished_at": work.now}
        await _update(row, changes, work)
    if notice.template == DIGEST:
        await return_items(row, work)
    else:
        await address(notice, work)


def _changes(row: Delivery, person: Person | None, attempt: Attempt, work: Work) -> dict[str, Any]:
    """The new values of the row's columns."""
    attempts = row.attempts + 1
    changes: dict[str, Any] = {"attempts": attempts, "reason": attempt.reason}
    if person:
        changes["address"] = masked(person.email)
    if attempt.failure is None:
        return changes | {"state": DELIVERED, "finished_at": work.now}
    verdict = after_failure(
        attempt.failure,
        attempts=attempts,
        created=row.created_at,
        now=work.now,
        patience=settings_of(work).patience,
    )
    if verdict.due is None:
        return changes | {"state": verdict.state, "finished_at": work.now}
    return changes | {"state": QUEUED, "due_at": verdict.due}


async def _update(row: Delivery, changes: Mapping[str, Any], work: Work) -> bool:
    """End the lease with these changes; False if the delivery has its final state already."""
    values = {"delivery": row.id, "leased_by": None, "leased_until": None, **changes}
    updated: Any = await work.session.execute(_UPDATE, values)
    return bool(updated.rowcount)


async def _fall_back(row: Delivery, notice: Notice, work: Work) -> None:
    mailbox = mailbox_of(row.role, settings_of(work).mailboxes)
    if mailbox and mailbox.id != row.person:
        await queue_new(notice, [Recipient(mailbox, row.role)], work)
