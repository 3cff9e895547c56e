"""Saves an application: its rows, and the events and timers that its aggregate collected."""

from dataclasses import asdict
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from applications.domain.application import Application
from applications.domain.application.status import public_schools
from applications.domain.panel.decisions import Decision
from applications.domain.panel.panels import Tally
from applications.domain.panel.ranking import MOST
from applications.events import MODELS
from applications.store.conversions import put, stored
from applications.store.ledger import book_application, limit_application
from applications.store.meeting_record import look_again_at
from applications.store.tables.applications import ApplicationRow, WaiverRow
from applications.store.tables.decisions import (
    AppealRow,
    AssignmentRow,
    ConditionMetRow,
    DecisionRow,
    InterestRow,
    ModerationRow,
    ReviewRow,
)
from applications.store.tables.schools import NovationRow, PartnerAnswerRow, PartyRow
from chassis import Work, record_aggregate


async def save_application(work: Work, application: Application) -> None:
    """Write what changed, and record the events and timers that the aggregate collected."""
    session, reference = work.session, application.reference
    row = await session.get(ApplicationRow, reference)
    if row is None:
        session.add(_new_row(application))
        await limit_application(work, application)
    else:
        refused = [each._asdict() for each in application.refusals]
        changed = {"refusals": refused, **_ranking(application), **_schools(application)}
        row.sqlmodel_update(asdict(application.status) | changed)
    for waiver in application.waivers:
        await put(session, WaiverRow, waiver.key, asdict(waiver))
    for interest in application.interests:
        values = asdict(interest) | {"application": reference}
        await put(session, InterestRow, interest.key, values)
    for review in application.reviews:
        scores = [asdict(score) for score in review.scores]
        values = vars(review) | {"application": reference, "scores": scores}
        await put(session, ReviewRow, review.key, values)
    await _save_arrangements(work, application)
    for decision in application.decisions:
        values = _decision_columns(decision) | {"application": reference}
        await put(session, DecisionRow, decision.key, values)
    for appeal in application.appeals:
        values = asdict(appeal) | {"application": reference}
        await put(session, AppealRow, (reference, appeal.meeting), values)
    for met in application.conditions_met:
        await put(session, ConditionMetRow, (reference, met.code), asdict(met))
    await book_application(work, application)
    await _save_parties(session, application, new=row is None)
    await record_aggregate(work, application, MODELS)
    await look_again_at(work, reference)


async def _save_arrangements(work: Work, application: Application) -> None:
    owner = {"application": application.reference}
    for assignment in application.assignments:
        values = asdict(assignment) | owner | {"reviewers": list(assignment.reviewers)}
        await put(work.session, AssignmentRow, assignment.key, values)
    for moderation in application.moderations:
        scores = [asdict(score) for score in moderation.scores]
        values = asdict(moderation) | owner | {"scores": scores}
        await put(work.session, ModerationRow, moderation.key, values)


async def _save_parties(session: AsyncSession, application: Application, *, new: bool) -> None:
    """The form's schools with the application, later those that took a place."""
    reference = application.reference
    moved = [each.successor for each in application.novations]
    for urn in application.schools_ever if new else moved:
        key = (reference, urn)
        await put(session, PartyRow, key, {"application": reference, "urn": urn})
    for novation in application.novations:
        values = asdict(novation) | {"application": reference}
        await put(session, NovationRow, novation.key, values)
    for answer in application.answers:
        values = asdict(answer) | {"application": reference}
        await put(session, PartnerAnswerRow, answer.key, values)


def _new_row(application: Application) -> ApplicationRow:
    form = application.form
    return ApplicationRow(
        application=application.reference,
        form_reference=form.form_reference,
        round=form.round,
        authority=application.authority,
        category=form.category,
        submitted_at=form.submitted_at,
        form=stored(form),
        refusals=[each._asdict() for each in application.refusals],
        **asdict(application.status),
        **_schools(application),
    )


def _ranking(application: Application) -> dict[str, int | None]:
    """Its ranking, and how far it is behind the most."""
    ranking = application.ranking
    return {"ranking": ranking, "behind": None if ranking is None else MOST - ranking}


def _schools(application: Application) -> dict[str, Any]:
    """The schools that take part now."""
    return public_schools(application.current)


def _decision_columns(decision: Decision) -> dict[str, Any]:
    kept = {name: value for name, value in vars(decision).items() if name != "tally"}
    nested = stored(decision)
    kept |= {name: nested[name] for name in ("conditions", "votes", "panel")}
    return kept | ({"tally": _tally(decision.tally)} if decision.tally else {})


def _tally(counted: Tally) -> dict[str, Any]:
    return {
        "present": counted.present,
        "needed": counted.needed,
        "for": counted.votes_for,
        "against": counted.votes_against,
        "missing": list(counted.missing),
        "waived": list(counted.waived),
        "excluded": dict(counted.excluded),
    }
