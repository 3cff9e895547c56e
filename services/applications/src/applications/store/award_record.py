"""Loads an award as its aggregate, under its lock, and saves it."""

from dataclasses import asdict
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from applications.domain.award import Award
from applications.domain.award.ledger import Milestone, Payment
from applications.domain.form.forms import Form
from applications.domain.form.parties import Novation
from applications.domain.money.milestones import Assessment, Evidence
from applications.domain.money.payments import Entry
from applications.events import MODELS
from applications.store.award_facts import load_facts, save_recoveries
from applications.store.conversions import put, value_of
from applications.store.ledger import book_award, limit_award
from applications.store.surroundings import surroundings_of
from applications.store.tables.applications import ApplicationRow
from applications.store.tables.awards import (
    AssessmentRow,
    AwardRow,
    EvidenceRow,
    MilestoneRow,
    PaymentRow,
)
from applications.store.tables.schools import NovationRow
from chassis import Work, record_aggregate, wait_for
from chassis.domain import Reason


async def open_award(work: Work, reference: str) -> Award:
    """The award under its lock; waits for one whose offer nobody accepted yet."""
    await work.changed(f"award:{reference}")
    award = await load_award(work.session, reference)
    if award is None:
        raise wait_for("award", reference)
    award.surroundings = await surroundings_of(work, award)
    return award


async def application_of(work: Work, award: str) -> str:
    """The application that became this award; waits for one whose offer nobody accepted yet."""
    found = await work.session.exec(select(AwardRow.application).where(AwardRow.award == award))
    if (application := found.first()) is None:
        raise wait_for("award", award)
    return application


async def has_ended(work: Work, award: str) -> bool:
    """Whether the council ended it; False for one that is not known yet."""
    found = await work.session.exec(select(AwardRow.state).where(AwardRow.award == award))
    return found.first() == "ended"


async def award_of(work: Work, application: str) -> Award | None:
    """The award that this application became, under its lock; None before an acceptance."""
    await work.session.flush()
    found = await work.session.exec(
        select(AwardRow.award).where(AwardRow.application == application)
    )
    reference = found.first()
    return await open_award(work, reference) if reference else None


async def load_award(session: AsyncSession, reference: str) -> Award | None:
    """The award as it is now, without what surrounds it."""
    row = await session.get(AwardRow, reference)
    if row is None:
        return None
    application = await session.get_one(ApplicationRow, row.application)
    milestones = await _rows(session, MilestoneRow, reference)
    novations = await session.exec(
        select(NovationRow).where(NovationRow.application == row.application)
    )
    award = Award(
        reference=reference,
        application=row.application,
        authority=application.authority,
        form=value_of(Form, application.form),
        lead_school=row.lead_school,
        awarded_pence=row.awarded_pence,
        committed_pence=row.committed_pence,
        awarded_at=row.awarded_at,
        planned_end=row.planned_end or value_of(Form, application.form).planned_end,
        lead_share_pence=row.lead_share_pence,
        partners=row.partners,
        state=row.state,
        suspended_since=row.suspended_since,
        suspended_for=tuple(row.suspended_for),
        novations=[value_of(Novation, each.model_dump()) for each in novations],
        milestones=sorted(
            (value_of(Milestone, each) for each in milestones), key=lambda each: each.number
        ),
        payments=[_payment(each) for each in await _rows(session, PaymentRow, reference)],
        evidence=[
            value_of(Evidence, each) for each in await _rows(session, EvidenceRow, reference)
        ],
        assessments=[
            value_of(Assessment, each) for each in await _rows(session, AssessmentRow, reference)
        ],
    )
    await load_facts(session, award)
    award.booked = {each.payment_reference: each.pays_pence for each in award.payments}
    return award


async def entry_under(work: Work, payment_reference: str) -> Entry | None:
    """What any award has under this payment reference, held until the commit."""
    await work.lock(f"payment:{payment_reference}")
    row = await work.session.get(PaymentRow, payment_reference)
    return value_of(Entry, row.model_dump()) if row else None


async def save_award(work: Work, award: Award) -> None:
    """Write what changed, and record the events and timers that the aggregate collected."""
    session, reference = work.session, award.reference
    row = await session.get(AwardRow, reference)
    if row is None:
        session.add(_new_row(award))
        await limit_award(work, award)
    else:
        row.sqlmodel_update(_columns(award))
    of_award = {"award": reference}
    for milestone in award.milestones:
        key = (reference, milestone.number)
        await put(session, MilestoneRow, key, asdict(milestone) | of_award)
    for dropped in await _dropped(session, award):
        await session.delete(dropped)
    for payment in award.payments:
        warnings = [each._asdict() for each in payment.warnings]
        values = asdict(payment) | of_award
        values |= {"warnings": warnings, "payee": award.payee(payment)}
        await put(session, PaymentRow, payment.payment_reference, values)
    for sent in award.evidence:
        await put(session, EvidenceRow, sent.key, asdict(sent) | of_award)
    for found in award.assessments:
        await put(session, AssessmentRow, found.key, asdict(found) | of_award)
    await save_recoveries(session, award)
    await book_award(work, award)
    await record_aggregate(work, award, MODELS)


async def _dropped(session: AsyncSession, award: Award) -> list[MilestoneRow]:
    """The milestones that a variation left out."""
    if not award.variations:
        return []
    beyond = col(MilestoneRow.number) > len(award.milestones)
    found = await session.exec(
        select(MilestoneRow).where(MilestoneRow.award == award.reference, beyond)
    )
    return list(found)


async def _rows(session: AsyncSession, table: Any, reference: str) -> list[dict[str, Any]]:
    found = await session.exec(select(table).where(table.award == reference))
    return [row.model_dump() for row in found]


def _payment(row: dict[str, Any]) -> Payment:
    return value_of(Payment, row | {"warnings": [Reason(**each) for each in row["warnings"]]})


def _new_row(award: Award) -> AwardRow:
    return AwardRow(
        award=award.reference,
        application=award.application,
        awarded_pence=award.awarded_pence,
        awarded_at=award.awarded_at,
        **_columns(award),
    )


def _columns(award: Award) -> dict[str, Any]:
    return {
        "lead_school": award.lead_school,
        "committed_pence": award.committed_pence,
        "planned_end": award.planned_end,
        "lead_share_pence": award.lead_share_pence,
        "partners": list(award.partners),
        "state": award.state,
        "suspended_since": award.suspended_since,
        "suspended_for": list(award.suspended_for),
    }
