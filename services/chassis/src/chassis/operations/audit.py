"""The audit: what operators did, to which event or key, when and why."""

import getpass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlmodel import col

from chassis.storage.database import Store
from chassis.storage.tables import AuditRow


def audit_row(action: str, target: str, reason: str = "") -> AuditRow:
    """An audit row: who did what, to which target, now."""
    who = getpass.getuser()
    return AuditRow(at=datetime.now(UTC), who=who, action=action, target=target, reason=reason)


async def audit(store: Store, action: str, target: str, reason: str = "") -> None:
    """Record what an operator did."""
    async with store.writing() as session:
        session.add(audit_row(action, target, reason))


async def audited(store: Store, newest: int, target: str = "") -> list[AuditRow]:
    """The newest rows, the newest first; with `target` only those whose target starts with it."""
    chosen = select(AuditRow).where(col(AuditRow.target).startswith(target, autoescape=True))
    async with store.reading() as session:
        rows = await session.execute(chosen.order_by(col(AuditRow.at).desc()).limit(newest))
        return list(rows.scalars())
