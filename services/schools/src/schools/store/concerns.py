"""Concerns: what is restricted is sealed with the service's key, and opened for named readers."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.storage import Cipher
from schools.domain.facts import Concern
from schools.store.tables import ConcernReadingRow, ConcernRow

RESTRICTED = ("kind", "severity", "summary", "matter")
OpenSealed = Callable[[bytes], bytes]


def concern_row(concern: Concern, told_at: datetime, event_id: str, cipher: Cipher) -> ConcernRow:
    """The row of a concern; what is restricted in it is sealed."""
    row = ConcernRow(**asdict(concern), told_at=told_at, event_id=event_id)
    seal(row, cipher)
    return row


def seal(row: ConcernRow, cipher: Cipher) -> None:
    """Seal what a restricted row has in clear."""
    if not row.restricted or row.sealed is not None:
        return
    clear = {name: getattr(row, name) for name in RESTRICTED}
    row.sealed = cipher.seal(json.dumps(clear).encode())
    for name in RESTRICTED:
        setattr(row, name, None)


def opened(row: ConcernRow, open_sealed: OpenSealed) -> Concern:
    """The whole concern. Raises ValueError where no key opens what is sealed in it."""
    known: dict[str, Any] = row.model_dump(exclude={"told_at", "event_id", "sealed"})
    if row.sealed is not None:
        known |= json.loads(open_sealed(row.sealed))
    return Concern(**known)


async def restricted_in_clear(session: AsyncSession) -> list[ConcernRow]:
    """The restricted concerns that an earlier version of the service stored in clear."""
    chosen = select(ConcernRow).where(col(ConcernRow.restricted), col(ConcernRow.sealed).is_(None))
    return list(await session.exec(chosen))


async def readings_of(session: AsyncSession, concern: str = "") -> list[ConcernReadingRow]:
    """Who asked to read this concern, or any, the newest first."""
    chosen = select(ConcernReadingRow).order_by(col(ConcernReadingRow.number).desc())
    if concern:
        chosen = chosen.where(col(ConcernReadingRow.concern) == concern)
    return list(await session.exec(chosen))
