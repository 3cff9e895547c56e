"""Letters: rendered once, stored sealed with their hash, sent again byte for byte, erased."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, func, insert, or_, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import Work
from chassis.storage import Cipher
from notifications.domain.letters import hash_of
from notifications.domain.states import QUEUED
from notifications.settings import Settings, settings_of
from notifications.store import DELIVERIES, LETTERS, Delivery, LetterRow, Notice
from notifications.texts.render import Rendered
from notifications.upserts import LETTER_ONCE
from notifications.use_cases.deliveries import EMAIL

BATCH = 500
_IDS = uuid.UUID("3b1c2c5e-6c3f-4c5a-8a0e-5b7b0f6d9a21")
_LETTERS = select(LETTERS).where(LETTERS.c.id.in_(bindparam("ids", expanding=True)))


class LetterErasedError(Exception):
    """The letter's content was erased: it cannot be sent again."""


class LetterChangedError(Exception):
    """The stored content does not have the letter's hash."""


def letter_id(row: Delivery) -> str:
    """The letter of a delivery: the one that it sends again, else its own."""
    return row.letter or row.id


async def letters_of(session: AsyncSession, rows: Sequence[Delivery]) -> Mapping[str, LetterRow]:
    """The stored letters of these deliveries, by id."""
    found = await session.execute(_LETTERS, {"ids": sorted({letter_id(row) for row in rows})})
    return {each["id"]: LetterRow(**each) for each in found.mappings()}


async def keep_letter(row: Delivery, notice: Notice, content: Rendered, work: Work) -> Rendered:
    """Store a letter before its first attempt; returns what is stored, also by another process."""
    settings = settings_of(work)
    letter = LetterRow(
        id=row.id,
        reference=notice.reference,
        template=notice.template,
        event_id=notice.event_id,
        event_type=notice.event_type,
        notice=row.notice,
        person=row.person,
        role=row.role,
        sha256=hash_of(content.subject, content.text, content.html),
        content=_cipher(settings).seal(json.dumps(asdict(content)).encode()),
        kept_at=work.now,
    )
    await work.session.execute(LETTER_ONCE, letter.model_dump())
    stored = await letters_of(work.session, [row])
    return content_of(stored[row.id], settings)


def content_of(letter: LetterRow, settings: Settings) -> Rendered:
    """The letter as it was rendered; raises where it was erased or is not what its hash says."""
    if letter.content is None:
        raise LetterErasedError(letter.id)
    content = Rendered(**json.loads(_cipher(settings).open(letter.content)))
    if hash_of(content.subject, content.text, content.html) != letter.sha256:
        raise LetterChangedError(letter.id)
    return content


async def list_letters(session: AsyncSession, about: str) -> list[LetterRow]:
    """The letters about a reference, the newest first."""
    chosen = select(LetterRow).where(col(LetterRow.reference) == about)
    ordered = chosen.order_by(col(LetterRow.kept_at).desc(), col(LetterRow.id))
    return list((await session.execute(ordered)).scalars())


async def find_letter(session: AsyncSession, start: str) -> LetterRow | None:
    """One letter by its id, or by the start of it where that is unambiguous."""
    chosen = select(LetterRow).where(col(LetterRow.id).startswith(start, autoescape=True)).limit(2)
    found = (await session.execute(chosen)).scalars().all()
    return found[0] if len(found) == 1 else None


async def resend_letter(
    session: AsyncSession, letter: LetterRow, now: datetime, settings: Settings
) -> str:
    """Queue a new delivery with the stored content; returns its id.

    It goes to the same person, at the address that they have now, under a Message-ID of its own.
    Raises LetterErasedError where it was erased meanwhile.
    """
    if not await _hold(session, LETTERS.c.id == letter.id):
        raise LetterErasedError(letter.id)
    sent = DELIVERIES.c.notice == letter.notice, DELIVERIES.c.person == letter.person
    times = await session.execute(select(func.max(DELIVERIES.c.resent)).where(*sent))
    again = _again(letter, (times.scalar_one() or 0) + 1, now, settings)
    await session.execute(insert(DELIVERIES), again.model_dump())
    return again.id


async def erase(session: AsyncSession, now: datetime, *chosen: ColumnElement[bool]) -> list[str]:
    """Erase the content of these letters, at most so many at once; returns their ids.

    One that waits to be sent keeps its content until it was sent.
    """
    waits = select(DELIVERIES.c.id).where(
        DELIVERIES.c.state == QUEUED,
        or_(DELIVERIES.c.id == LETTERS.c.id, DELIVERIES.c.letter == LETTERS.c.id),
    )
    held = await _hold(session, *chosen, ~waits.exists())
    erased = await session.execute(
        update(LETTERS)
        .where(LETTERS.c.id.in_(held), ~waits.exists())
        .values(content=None, erased_at=now)
        .returning(LETTERS.c.id)
    )
    return list(erased.scalars())


async def erase_old(session: AsyncSession, now: datetime, kept: timedelta) -> list[str]:
    """Erase the letters that were kept long enough."""
    return await erase(session, now, LETTERS.c.kept_at < now - kept)


async def _hold(session: AsyncSession, *chosen: ColumnElement[bool]) -> list[str]:
    """The letters with a content, held until the commit: none is erased and sent at once."""
    found = await session.execute(
        select(LETTERS.c.id)
        .where(LETTERS.c.content.is_not(None), *chosen)
        .order_by(LETTERS.c.id)
        .limit(BATCH)
        .with_for_update()
    )
    return list(found.scalars())


def _again(letter: LetterRow, times: int, now: datetime, settings: Settings) -> Delivery:
    number = str(uuid.uuid5(_IDS, f"{letter.id}\n{times}"))
    domain = settings.sender.rpartition("@")[2]
    return Delivery(
        id=number,
        notice=letter.notice,
        person=letter.person,
        channel=EMAIL,
        role=letter.role,
        state=QUEUED,
        message_id=f"<{number}@{domain}>",
        created_at=now,
        due_at=now,
        letter=letter.id,
        resent=times,
    )


def _cipher(settings: Settings) -> Cipher:
    return Cipher(settings.key.get_secret_value())
