"""One delivery at the moment of sending: to whom, saying what, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import Event, Work
from notifications.domain.addresses import deliverable, masked
from notifications.domain.people import Person, Recipient, mailbox_of
from notifications.domain.states import (
    DELIVERED,
    NOT_SENT,
    PERMANENT,
    QUEUED,
    Failure,
    after_failure,
)
from notifications.post.courier import Answer
from notifications.post.letters import Envelope, letter
from notifications.post.templates import Reader, render
from notifications.settings import Settings
from notifications.store import DeliveryRow, NoticeRow
from notifications.use_cases import resolving
from notifications.use_cases.telling import outcome_of, queue_new, settings_of

CHANGING = {"state", "reason", "attempts", "address", "due_at", "finished_at"}
CHANGING |= {"leased_by", "leased_until"}
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter to hand over; without a person nobody stands for this delivery any more."""

    row: DeliveryRow
    notice: NoticeRow
    person: Person | None = None
    message: bytes = b""
    unsendable: Answer | None = None


async def prepare(
    session: AsyncSession, delivery: str, settings: Settings, now: datetime
) -> Ready | None:
    """The letter as the directory has it now; None where it is no longer ours to send."""
    found = await session.execute(
        select(DeliveryRow, NoticeRow)
        .join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice))
        .where(DeliveryRow.id == delivery, DeliveryRow.state == QUEUED)
    )
    both = found.tuples().one_or_none()
    if both is None or not _ours(both[0], settings, now):
        return None
    row, notice = both
    person = await _person(session, row, notice, settings)
    if person is None:
        return Ready(row, notice)
    if not deliverable(person.email):
        return Ready(row, notice, person, unsendable=Answer(Failure.REFUSED, "bad-address"))
    schools = await resolving.names_of_schools(session, notice.facts)
    try:
        return Ready(row, notice, person, _written(row, notice, person, schools, settings))
    except Exception as error:  # a template of ours that fails stops no other mail
        log.error("message not written", template=notice.template, exc_info=error)
        answer = Answer(Failure.OURS, f"not-written {type(error).__name__}")
        return Ready(row, notice, person, unsendable=answer)


async def conclude(ready: Ready, answer: Answer, work: Work) -> str:
    """Keep what became of the attempt, and tell of it where that is final; returns the state."""
    row = _judged(ready, answer, work)
    if not await _keep(row, work):
        return row.state
    if row.state != QUEUED:
        work.event = _cause(ready.notice)
        work.record(outcome_of(ready.notice, row))
    if row.state == PERMANENT:
        await _fall_back(ready, work)
    return row.state


async def conclude_unsent(ready: Ready, work: Work) -> str:
    """The person has left, or another recipient has the same address: whoever is new is told."""
    changes = {"state": NOT_SENT, "reason": "no-longer-addressed", "finished_at": work.now}
    await _keep(_changed(ready.row, changes), work)
    audiences = resolving.read(ready.notice.audiences)
    mailboxes = settings_of(work).mailboxes
    resolution = await resolving.resolve_now(work.session, audiences, mailboxes)
    await queue_new(ready.notice, resolution.recipients, work)
    return NOT_SENT


def _ours(row: DeliveryRow, settings: Settings, now: datetime) -> bool:
    """Leased to this process for long enough to finish one dialogue."""
    until = row.leased_until
    ours = row.leased_by == settings.tray.holder
    return ours and until is not None and until > now + settings.dialogue


async def _person(
    session: AsyncSession, row: DeliveryRow, notice: NoticeRow, settings: Settings
) -> Person | None:
    fallback = mailbox_of(row.role, settings.mailboxes)
    if fallback and fallback.id == row.person:
        return fallback
    audiences = resolving.read(notice.audiences)
    resolution = await resolving.resolve_now(session, audiences, settings.mailboxes)
    people = {to.person.id: to.person for to in resolution.recipients}
    return people.get(row.person)


def _written(
    row: DeliveryRow,
    notice: NoticeRow,
    person: Person,
    schools: dict[str, str],
    settings: Settings,
) -> bytes:
    journey = settings.journeys_url
    words = render(
        notice.template,
        notice.facts,
        Reader(person.name, row.role),
        reference=notice.reference,
        schools=schools,
        sender_name=settings.sender_name,
        journey_url=f"{journey.rstrip('/')}/{notice.reference}" if journey else None,
    )
    envelope = Envelope(
        sender=settings.sender,
        sender_name=settings.sender_name,
        address=person.email,
        name=person.name,
        message_id=row.message_id,
        date=row.created_at,
        reply_to=settings.reply_to,
    )
    return letter(words, envelope)


def _judged(ready: Ready, answer: Answer, work: Work) -> DeliveryRow:
    row, attempts = ready.row, ready.row.attempts + 1
    changes: dict[str, Any] = {"attempts": attempts, "reason": answer.reason}
    if ready.person:
        changes["address"] = masked(ready.person.email)
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
    )
    return kept.first() is not None


async def _fall_back(ready: Ready, work: Work) -> None:
    mailbox = mailbox_of(ready.row.role, settings_of(work).mailboxes)
    if mailbox and mailbox.id != ready.row.person:
        await queue_new(ready.notice, [Recipient(mailbox, ready.row.role)], work)


def _cause(notice: NoticeRow) -> Event:
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
