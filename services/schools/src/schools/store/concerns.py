"""Concerns: what is restricted is sealed with the service's key, and opened for named readers."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.storage import Cipher
from schools.domain.facts import Concern
from schools.store.facts import keep_newest
from schools.store.tables import ConcernReadingRow, ConcernRow

RESTRICTED = ("kind", "severity", "summary", "matter")
FIELDS = {each.name for each in fields(Concern)}
OpenSealed = Callable[[bytes], bytes]


async def keep_concern(
    session: AsyncSession, concern: Concern, told_at: datetime, event_id: str, cipher: Cipher
) -> ConcernRow | None:
    """Keeps a concern, sealed where it is restricted; None where a newer word is known."""
    row = ConcernRow(**asdict(concern), told_at=told_at, event_id=event_id)
    seal(row, cipher)
    before = await session.get(ConcernRow, concern.concern)
    in_clear = before is not None and (before.sealed is None or before.was_in_clear)
    row.was_in_clear = in_clear and row.sealed is not None
    return row if await keep_newest(session, row) else None


def seal(row: ConcernRow, cipher: Cipher) -> None:
    """Seal what a restricted row has in clear."""
    if not row.restricted or row.sealed is not None:
        return
    clear = {name: getattr(row, name) for name in RESTRICTED}
    row.sealed = cipher.seal(json.dumps(clear).encode())
    for name in RESTRICTED:
        setattr(row, name, None)


async def seal_earlier(session: AsyncSession, cipher: Cipher) -> None:
    """Seals the restricted concerns that an earlier version of the service stored in clear."""
    chosen = select(ConcernRow).where(col(ConcernRow.restricted), col(ConcernRow.sealed).is_(None))
    for row in await session.exec(chosen):
        seal(row, cipher)
        row.was_in_clear = True


async def were_in_clear(session: AsyncSession) -> list[str]:
    """The sealed concerns whose clear values may remain in the database's files."""
    chosen = select(ConcernRow.concern).where(col(ConcernRow.was_in_clear))
    return list(await session.exec(chosen))


async def are_scrubbed(session: AsyncSession, concerns: Sequence[str]) -> None:
    """Note that the files hold none of their clear values any more."""
    rewritten = update(ConcernRow).where(col(ConcernRow.concern).in_(concerns))
    await session.execute(rewritten.values(was_in_clear=False))


def opened(row: ConcernRow, open_sealed: OpenSealed) -> Concern:
    """The whole concern. Raises ValueError where no key opens what is sealed in it."""
    known: dict[str, Any] = row.model_dump(include=FIELDS)
    if row.sealed is not None:
        known |= json.loads(open_sealed(row.sealed))
    return Concern(**known)


async def readings_of(session: AsyncSession, concern: str = "") -> list[ConcernReadingRow]:
    """Who asked to read this concern, or any, the newest first."""
    chosen = select(ConcernReadingRow).order_by(col(ConcernReadingRow.number).desc())
    if concern:
        chosen = chosen.where(col(ConcernReadingRow.concern) == concern)
    return list(await session.exec(chosen))
