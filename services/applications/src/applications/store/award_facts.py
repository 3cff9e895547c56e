"""Keeps what was reported of an award beside its milestones, and what came back of it."""

from dataclasses import asdict
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from applications.domain.award import Award
from applications.domain.commands import (
    AwardEnd,
    FindingsPresented,
    HubReport,
    VariationAgreed,
    VariationDecision,
)
from applications.domain.money.recoveries import Recovery
from applications.store.conversions import stored, value_of
from applications.store.record_facts import event_of
from applications.store.tables.awards import AwardFactRow, RecoveryRow
from chassis import Work
from chassis.domain import Reason

FACTS: dict[str, type[Any]] = {
    "end": AwardEnd,
    "findings": FindingsPresented,
    "report": HubReport,
    "variation": VariationAgreed,
    "variation-decision": VariationDecision,
}


async def load_facts(session: AsyncSession, award: Award) -> None:
    """Everything that was reported of this award, and every recovery."""
    rows = await session.exec(select(AwardFactRow).where(AwardFactRow.award == award.reference))
    kept: dict[str, list[Any]] = {kind: [] for kind in FACTS}
    for row in rows:
        kept[row.kind].append(value_of(FACTS[row.kind], row.data))
    award.ends, award.findings, award.reports = kept["end"], kept["findings"], kept["report"]
    award.variations = kept["variation"]
    award.variation_decisions = kept["variation-decision"]
    found = await session.exec(select(RecoveryRow).where(RecoveryRow.award == award.reference))
    award.recoveries = [_recovery(row) for row in found]
    award.booked_back = {each.recovery_reference for each in award.recoveries}


async def recovery_under(work: Work, reference: str) -> Recovery | None:
    """What any award has under this recovery reference, held until the commit."""
    await work.lock(f"recovery:{reference}")
    row = await work.session.get(RecoveryRow, reference)
    return _recovery(row) if row else None


async def save_recoveries(session: AsyncSession, award: Award) -> None:
    """Each with what finance should look at in it, which a later end may change."""
    for each in award.recoveries:
        warnings = [reason._asdict() for reason in each.warnings]
        await session.merge(RecoveryRow(**asdict(each) | {"warnings": warnings}))


async def keep_fact(work: Work, award: Award, kind: str, fact: Any) -> None:
    """Keep what the event at hand reported, under the event's own identity."""
    row = AwardFactRow(key=event_of(work).key, award=award.reference, kind=kind, data=stored(fact))
    work.session.add(row)


def _recovery(row: RecoveryRow) -> Recovery:
    warnings = [Reason(**each) for each in row.warnings]
    return value_of(Recovery, row.model_dump() | {"warnings": warnings})
