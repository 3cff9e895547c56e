"""What officers may see: everything on one application, scores and votes included."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from applications.domain.form.forms import Form
from applications.domain.form.parties import (
    Novation,
    PartnerAnswer,
    claims_only,
    current_form,
)
from applications.domain.panel.interests import Declaration, Posting, by_post, with_interest
from applications.store import (
    AppealRow,
    ApplicationRow,
    AssessmentRow,
    AssignmentRow,
    AwardRow,
    ConditionMetRow,
    DecisionRow,
    EvidenceRow,
    InterestRow,
    MilestoneRow,
    ModerationRow,
    NovationRow,
    PartnerAnswerRow,
    PartyRow,
    PaymentRow,
    ReviewRow,
    WaiverRow,
)
from applications.store.conversions import stored, value_of
from applications.store.record_facts import postings_of
from applications.views import ledger
from applications.views.history import history

Json = dict[str, Any]


async def application(session: AsyncSession, reference: str) -> dict[str, Any] | None:
    """The whole record; None where there is no such application."""
    row = await session.get(ApplicationRow, reference)
    if row is None:
        return None
    found = await session.exec(select(AwardRow).where(AwardRow.application == reference))
    award = found.first()
    interests = await _of(session, InterestRow, reference, "declared_at")
    decisions = await _of(session, DecisionRow, reference, "recorded_at")
    reviews = await _of(session, ReviewRow, reference, "recorded_at")
    assignments = await _of(session, AssignmentRow, reference, "assigned_at")
    postings = await postings_of(session, [each["reviewer"] for each in reviews])
    schools = await session.exec(select(PartyRow.urn).where(PartyRow.application == reference))
    settled_at = _settled_at(decisions)
    assigned = _assigned(assignments, settled_at)
    barred = _with_interest(list(schools), interests, reviews, postings, settled_at)
    file = {
        **row.model_dump(),
        "interests": interests,
        "assignments": assignments,
        "reviews": [{**each, "excluded": _excluded(each, barred, assigned)} for each in reviews],
        "moderations": await _of(session, ModerationRow, reference, "moderated_at"),
        "decisions": decisions,
        "appeals": await _of(session, AppealRow, reference, "received_at"),
        "waivers": await _waivers(session, row.form_reference),
        "consents": await consents(session, row),
        "novations": await _of(session, NovationRow, reference, "agreed_at"),
        "conditions_met": await _of(session, ConditionMetRow, reference, "found_at"),
        "award": await _award(session, award) if award else None,
    }
    return {
        **file,
        "history": history(file),
        "money": _money(file),
        "movements": await ledger.rows(session, reference),
        "letters": _letters(file),
    }


def _money(file: Json) -> Json:
    """The money of the application and of its award; `movements` are the ledger's rows of it."""
    payments = file["award"]["payments"] if file["award"] else []
    matched = sum(_amount(each) for each in payments if each["state"] == "recorded")
    unmatched = sum(_amount(each) for each in payments if each["state"] == "unmatched")
    return {
        "requested_pence": file["form"]["requested_pence"],
        "held_pence": file["held_pence"],
        "awarded_pence": file["awarded_pence"],
        "paid_pence": matched,
        "not_matched_pence": unmatched,
    }


def _amount(payment: Json) -> int:
    return payment["amount_pence"] or 0


def _letters(file: Json) -> list[str]:
    """The commands that list the letters: notifications keeps them, and no store is shared."""
    about = [file["application"], *([file["award"]["award"]] if file["award"] else [])]
    return [f"notifications letter list --about {each}" for each in about]


async def payments(session: AsyncSession, state: str | None = None) -> list[dict[str, Any]]:
    """The ledger, or its entries in one state, by reference; never a page."""
    wanted = select(PaymentRow).order_by(col(PaymentRow.payment_reference))
    if state:
        wanted = wanted.where(PaymentRow.state == state)
    return [row.model_dump() for row in await session.exec(wanted)]


async def _waivers(session: AsyncSession, form_reference: str) -> list[Json]:
    """What officers waived for the form, used or not."""
    found = await session.exec(
        select(WaiverRow)
        .where(WaiverRow.form_reference == form_reference)
        .order_by(col(WaiverRow.granted_at))
    )
    return [row.model_dump(exclude={"key", "form_reference"}) for row in found]


def _with_interest(
    schools: list[str],
    interests: list[Json],
    reviews: list[Json],
    postings: Sequence[Posting],
    settled_at: datetime | None,
) -> dict[str, str]:
    declared = [value_of(Declaration, each) for each in interests]
    scored = {each["reviewer"]: each["recorded_at"] for each in reviews}
    return {
        **by_post(postings, schools, scored, settled_at),
        **with_interest(None, (), declared, settled_at),
    }


def _settled_at(decisions: list[Json]) -> datetime | None:
    """When the decision in force was released: what came later changes no count."""
    last = decisions[-1] if decisions else {}
    settled = last.get("status") == "stands" and last["outcome"] != "deferred"
    return last["released_at"] if settled else None


def _assigned(assignments: list[Json], settled_at: datetime | None) -> list[str] | None:
    """Who was asked last, before the release; None where nobody was."""
    known = [each for each in assignments if not settled_at or each["assigned_at"] < settled_at]
    return known[-1]["reviewers"] if known else None


async def consents(session: AsyncSession, row: ApplicationRow) -> dict[str, Any]:
    """What partners answered, and whose consent is only the lead's claim."""
    reference = row.application
    form = value_of(Form, row.form)
    answers = await _of(session, PartnerAnswerRow, reference, "answered_at")
    told = [value_of(PartnerAnswer, each) for each in answers]
    moved = [
        value_of(Novation, each) for each in await _of(session, NovationRow, reference, "agreed_at")
    ]
    claims = claims_only(current_form(form, moved), told)
    return {"answers": answers, "claims": [stored(each) for each in claims]}


def _excluded(review: Json, barred: dict[str, str], assigned: list[str] | None) -> str | None:
    """Why a review is stored and does not count."""
    outside = assigned is not None and review["reviewer"] not in assigned
    return (
        review["own_interest"]
        or barred.get(review["reviewer"])
        or ("not assigned" if outside else None)
    )


async def _of(
    session: AsyncSession, table: type[SQLModel], reference: str, order: str
) -> list[dict[str, Any]]:
    columns: Any = table
    owner = columns.award if hasattr(table, "award") else columns.application
    found = await session.exec(
        select(columns).where(owner == reference).order_by(col(getattr(columns, order)))
    )
    return [row.model_dump(exclude={"key", "event_id", "application"}) for row in found]


async def _award(session: AsyncSession, award: AwardRow) -> dict[str, Any]:
    reference = award.award
    return {
        **award.model_dump(),
        "milestones": await _of(session, MilestoneRow, reference, "number"),
        "evidence": await _of(session, EvidenceRow, reference, "submitted_at"),
        "assessments": await _of(session, AssessmentRow, reference, "assessed_at"),
        "payments": await _of(session, PaymentRow, reference, "payment_reference"),
    }
