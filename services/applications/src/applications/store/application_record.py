"""Loads an application as its aggregate, under its lock."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import bindparam
from sqlmodel import col, select

from applications.domain.application import Application
from applications.domain.application.status import Status
from applications.domain.commands import ConditionFinding
from applications.domain.form.forms import Form
from applications.domain.form.parties import Novation, PartnerAnswer
from applications.domain.money.budget import Budget
from applications.domain.money.offers import OfferPolicy
from applications.domain.panel.appeals import Appeal
from applications.domain.panel.arrangements import Assignment, Moderation
from applications.domain.panel.decisions import Decision
from applications.domain.panel.interests import Declaration
from applications.domain.panel.reviews import Review
from applications.domain.states import State
from applications.settings import Settings
from applications.store.conversions import is_kept, stored, value_of
from applications.store.funded import funded_beside
from applications.store.ledger import held_by_category
from applications.store.record_facts import (
    known_schools,
    postings_of,
    round_history,
)
from applications.store.tables.applications import ApplicationRow
from applications.store.tables.awards import AwardRow
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
from applications.store.waivers import waivers_of
from chassis import Work, england_and_wales, wait_for
from chassis.domain import Reason

_OF_FORM = select(ApplicationRow).where(
    ApplicationRow.form_reference == bindparam("form_reference")
)
_LIVE = select(ApplicationRow.application).where(
    ApplicationRow.round == bindparam("round"),
    ApplicationRow.category == bindparam("category"),
    ApplicationRow.lead_school == bindparam("lead_school"),
    ApplicationRow.state != State.INELIGIBLE,
)

_PARTS: tuple[Any, ...] = (
    InterestRow,
    AssignmentRow,
    ReviewRow,
    ModerationRow,
    DecisionRow,
    ConditionMetRow,
    AppealRow,
    NovationRow,
    PartnerAnswerRow,
)


async def open_application(work: Work, reference: str, *, money: bool = False) -> Application:
    """The application under its lock; where money may be taken, its round's lock and its schools.

    Waits for an application that is not known yet. What waits for this one is tried again.
    """
    found = await work.session.exec(
        select(ApplicationRow.round).where(ApplicationRow.application == reference)
    )
    if (code := found.first()) is None:
        raise wait_for("application", reference)
    await work.lock(f"application:{reference}", *([f"round:{code}"] if money else []))
    await work.changed(f"application:{reference}")
    application = await _load(work, reference)
    if money:
        await learn_money(work, application)
    return application


async def learn_money(work: Work, application: Application) -> None:
    """What its round has left, its schools and what is funded beside it; the round is locked."""
    form = application.form
    application.budget = await _budget(work, application)
    application.beside = await funded_beside(
        work, form, application.current.schools, but=application.reference
    )


async def applications_naming(work: Work, urn: str) -> list[str]:
    """The applications in which a school takes part, or once did."""
    found = await work.session.exec(
        select(PartyRow.application).where(PartyRow.urn == urn).order_by(col(PartyRow.application))
    )
    return list(found)


async def learn_posts(work: Work, application: Application, people: Iterable[str]) -> None:
    """The posts of people who score or vote now, beside those who did already.

    Their keys are held: a word of the directory that comes now looks for what we write.
    """
    named = {each.person for each in application.postings}.union(people)
    await work.lock(*(f"person:{each}" for each in named))
    application.postings = await postings_of(work.session, named)


async def reference_of(work: Work, form_reference: str) -> str:
    """The application that this form became; waits for a form that has not arrived."""
    if (reference := await reference_if_known(work, form_reference)) is None:
        raise wait_for("form", form_reference)
    return reference


async def reference_if_known(work: Work, form_reference: str) -> str | None:
    """The application that this form became; None where it has not arrived."""
    found = await work.session.exec(_OF_FORM, params={"form_reference": form_reference})
    row = found.first()
    return row.application if row else None


async def known_form(work: Work, form: Form) -> tuple[str, bool] | None:
    """The application under this form's reference, and whether its form has the same content."""
    found = await work.session.exec(_OF_FORM, params={"form_reference": form.form_reference})
    row = found.first()
    return (row.application, is_kept(row.form, stored(form))) if row else None


async def live_beside(work: Work, form: Form) -> list[Application]:
    """The eligible applications of the same lead, category and round, each under its lock."""
    given = {"round": form.round, "category": form.category, "lead_school": form.lead_school}
    references = list(await work.session.exec(_LIVE, params=given))
    await work.changed(*(f"application:{reference}" for reference in references))
    return [await _load(work, reference) for reference in references]


def offer_policy(work: Work) -> OfferPolicy:
    """How long offers are open where the round does not say it, and until when appeals may come."""
    settings = cast("Settings", work.settings)
    return OfferPolicy(settings.offer_days_default, england_and_wales(), settings.appeal_days)


async def _load(work: Work, reference: str) -> Application:
    row = await work.session.get_one(ApplicationRow, reference)
    rows = {
        table: list(await work.session.exec(select(table).where(table.application == reference)))
        for table in _PARTS
    }
    decisions = [
        value_of(Decision, each.model_dump(exclude={"tally"})) for each in rows[DecisionRow]
    ]
    reviews = [value_of(Review, each.model_dump()) for each in rows[ReviewRow]]
    assignments = [value_of(Assignment, each.model_dump()) for each in rows[AssignmentRow]]
    moderations = [value_of(Moderation, each.model_dump()) for each in rows[ModerationRow]]
    people = {
        *(each.reviewer for each in reviews),
        *(each.moderated_by for each in moderations),
    }.union(
        *(each.reviewers for each in assignments),
        *(each.voters | each.panel.people for each in decisions),
    )
    form = value_of(Form, row.form)
    novations = [value_of(Novation, each.model_dump()) for each in rows[NovationRow]]
    urns = {*form.schools, *(each.successor for each in novations)}
    application = Application(
        reference=reference,
        authority=row.authority,
        form=form,
        history=await round_history(work, row.round),
        at=work.event.time if work.event else work.now,
        offers=offer_policy(work),
        status=value_of(Status, row.model_dump()),
        refusals=[Reason(**each) for each in row.refusals],
        interests=[value_of(Declaration, each.model_dump()) for each in rows[InterestRow]],
        postings=await postings_of(work.session, people),
        reviews=reviews,
        assignments=assignments,
        moderations=moderations,
        decisions=decisions,
        appeals=[value_of(Appeal, each.model_dump()) for each in rows[AppealRow]],
        conditions_met=[
            value_of(ConditionFinding, each.model_dump()) for each in rows[ConditionMetRow]
        ],
        accepted_at=await _accepted_at(work, row),
        waivers=(await waivers_of(work.session, [row.form_reference]))[row.form_reference],
        schools=await known_schools(work, urns),
        novations=novations,
        answers=[value_of(PartnerAnswer, each.model_dump()) for each in rows[PartnerAnswerRow]],
        hold_days=cast("Settings", work.settings).hold_overdue_days,
    )
    application.booked = application.held
    return application


async def _accepted_at(work: Work, row: ApplicationRow) -> datetime | None:
    if row.state != State.ACCEPTED:
        return None
    found = await work.session.exec(
        select(AwardRow.awarded_at).where(col(AwardRow.application) == row.application)
    )
    return found.first()


async def _budget(work: Work, application: Application) -> Budget:
    form, limits = application.form, (application.round.terms, application.history.latest.terms)
    others = await held_by_category(work, form.round, but=application.reference)
    return Budget(form.category, limits, others)
