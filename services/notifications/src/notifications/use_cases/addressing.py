"""The moment of sending: to whom a delivery goes as the directory has it now, and in what words."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from notifications.domain.addresses import deliverable, on_the_wire
from notifications.domain.people import Person, mailbox_of, resolve
from notifications.domain.states import QUEUED, Failure
from notifications.post.courier import Answer
from notifications.post.letters import Envelope, letter
from notifications.post.templates import Reader, render
from notifications.post.tray import Addressed
from notifications.settings import Settings
from notifications.store import Delivery, DeliveryRow, Notice, NoticeRow
from notifications.use_cases import resolving

JUST_NOW = timedelta(seconds=0.5)  # what was looked up so recently is not looked up again
_QUEUED = (
    select(DeliveryRow, NoticeRow)
    .join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice))
    .where(col(DeliveryRow.id) == bindparam("delivery"), col(DeliveryRow.state) == QUEUED)
)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter to hand over, or the answer that it gets without a mail server."""

    address: str
    message: bytes = b""
    unsendable: Answer | None = None


def still_good(addressed: Addressed | None, now: datetime) -> bool:
    """Whether the consumer that made this delivery looked its recipient up just now."""
    return addressed is not None and now - addressed.row.created_at <= JUST_NOW


async def look_up(
    session: AsyncSession,
    delivery: str,
    addressed: Addressed | None,
    settings: Settings,
    now: datetime,
) -> Addressed | None:
    """To whom this delivery goes now; None where it is no longer ours to send.

    `addressed` is as its consumer made it: under its lease nobody else changes the rows.
    """
    if addressed is None or not _ours(addressed.row, settings, now):
        addressed = await _read(session, delivery)
    if addressed is None or not _ours(addressed.row, settings, now):
        return None
    person = await _person(session, addressed.row, addressed.notice, settings)
    return replace(addressed, person=person)


async def _read(session: AsyncSession, delivery: str) -> Addressed | None:
    """The delivery as the store has it, if it is still to be sent."""
    found = await session.execute(_QUEUED, {"delivery": delivery})
    both = found.tuples().one_or_none()
    if both is None:
        return None
    row, notice = both
    return Addressed(row, notice, None, await resolving.names_of_schools(session, notice.facts))


def write(addressed: Addressed, person: Person, settings: Settings) -> Ready:
    """The letter; a template of ours that fails stops no other mail."""
    address = on_the_wire(person.email)
    if not deliverable(address):
        return Ready(address, unsendable=Answer(Failure.REFUSED, "bad-address"))
    try:
        return Ready(address, _letter(addressed, address, person.name, settings))
    except Exception as error:
        log.error("message not written", template=addressed.notice.template, exc_info=error)
        return Ready(
            address, unsendable=Answer(Failure.OURS, f"not-written {type(error).__name__}")
        )


def _ours(row: Delivery, settings: Settings, now: datetime) -> bool:
    """Leased to this process for long enough to finish one dialogue."""
    until = row.leased_until
    ours = row.leased_by == settings.tray.holder
    return ours and until is not None and until > now + settings.dialogue


async def _person(
    session: AsyncSession, row: Delivery, notice: Notice, settings: Settings
) -> Person | None:
    fallback = mailbox_of(row.role, settings.mailboxes)
    if fallback and fallback.id == row.person:
        return fallback
    audiences = resolving.read(notice.audiences)
    holders = await resolving.holders_of(session, audiences)
    resolution = resolve(audiences, holders, settings.mailboxes)
    people = {to.person.id: to.person for to in resolution.recipients}
    return people.get(row.person)


def _letter(addressed: Addressed, address: str, name: str | None, settings: Settings) -> bytes:
    row, notice, journey = addressed.row, addressed.notice, settings.journeys_url
    words = render(
        notice.template,
        notice.facts,
        Reader(name, row.role),
        reference=notice.reference,
        schools=addressed.schools,
        sender_name=settings.sender_name,
        journey_url=f"{journey.rstrip('/')}/{notice.reference}" if journey else None,
    )
    envelope = Envelope(
        sender=settings.sender,
        sender_name=settings.sender_name,
        address=address,
        name=name,
        message_id=row.message_id,
        date=row.created_at,
        reply_to=settings.reply_to,
    )
    return letter(words, envelope)
