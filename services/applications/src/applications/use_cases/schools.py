"""What we do when schools close, convert and are followed: hold, suspend, move, go on, end."""

from applications.domain.application import Application
from applications.domain.commands import NovationAgreement, PartnerWord
from applications.domain.form.parties import Novation, PartnerAnswer
from applications.domain.form.schools import School
from applications.domain.form.waivers import Waiver
from applications.domain.money.double_funding import double_funding, plan_of
from applications.incoming import HoldOverdue
from applications.store.application_record import (
    applications_naming,
    live_beside,
    open_application,
    reference_of,
)
from applications.store.application_saving import save_application
from applications.store.award_record import application_of, award_of, open_award, save_award
from applications.store.funded import funded_beside
from applications.store.record_facts import appointments, event_of, known_schools
from chassis import Work
from chassis.domain import Reason


async def follow_school(urn: str, work: Work) -> None:
    """A school closed, converted or opened again: everything in which it takes part looks again."""
    for reference in await applications_naming(work, urn):
        application = await open_application(work, reference, money=True)
        await _settle(application, work)
        if award := await award_of(work, reference):
            award.settle_schools()
            await save_award(work, award)


async def answer_as_partner(word: PartnerWord, work: Work) -> None:
    """A partner answered for itself; waits for the form that names it."""
    reference = await reference_of(work, word.form_reference)
    application = await open_application(work, reference, money=True)
    application.answer_as_partner(
        PartnerAnswer(
            key=event_of(work).key,
            urn=word.urn,
            answer=word.answer,
            role=word.role,
            answered_at=word.answered_at,
            reason=word.reason,
        )
    )
    await _settle(application, work)


async def agree_novation(agreement: NovationAgreement, work: Work) -> None:
    """A school's part moves to another; waits for the register to say what it needs.

    The schools are locked before the application, as where a school is copied.
    """
    urns = (agreement.from_urn, agreement.successor)
    await work.lock(*(f"school:{urn}" for urn in urns))
    application = await _named(agreement.reference, work)
    schools = await known_schools(work, urns)
    novation = _novation(agreement, event_of(work).key)
    known = application.has_novation(novation)
    await _novate_application(application, novation, schools, work)
    award = await award_of(work, application.reference)
    if award is not None and not known:
        award.novate(novation, schools)
        await save_award(work, award)


async def tell_hold_again(due: HoldOverdue, work: Work) -> None:
    """An application has been on hold for long."""
    application = await open_application(work, due.subject)
    application.hold_is_overdue(due.due)
    await save_application(work, application)


async def tell_suspension_again(due: HoldOverdue, work: Work) -> None:
    """An award has been suspended for long."""
    award = await open_award(work, due.subject)
    award.suspension_is_overdue(due.due)
    await save_award(work, award)


async def _settle(application: Application, work: Work) -> None:
    """Look at its schools again; a partner's word may make it eligible again."""
    application.settle_schools()
    others = []
    if application.corrected:
        form = application.current
        await work.lock(f"live:{form.round}/{form.category}/{form.lead_school}")
        others = await live_beside(work, form)
    application.restore(others)
    for each in (application, *others):
        await save_application(work, each)


async def _named(reference: str, work: Work) -> Application:
    """The application of this reference, or of the award of this reference.

    The award is locked after it, as everywhere.
    """
    if reference.startswith("G-"):
        reference = await application_of(work, reference)
    return await open_application(work, reference, money=True)


async def _novate_application(
    application: Application, novation: Novation, schools: dict[str, School], work: Work
) -> None:
    form, beside = application.form_after(novation), []
    if form.lead_school != application.current.lead_school:
        await work.lock(f"live:{form.round}/{form.category}/{form.lead_school}")
        beside = await live_beside(work, form)
    blocks, used = await _paid_twice(work, application, novation)
    application.novate(novation, schools, others=beside, blocks=blocks)
    application.use(used)
    panel = application.round.terms.panel
    application.reappoint(panel, await appointments(work, panel))
    await save_application(work, application)


async def _paid_twice(
    work: Work, application: Application, novation: Novation
) -> tuple[list[Reason], list[Waiver]]:
    """Why the successor's money would be paid twice, and the waivers that let it be."""
    if not application.status.held_pence:
        return [], []
    form, reference = application.form_after(novation), application.reference
    others = await funded_beside(work, form, form.schools, but=reference)
    award = await award_of(work, reference)
    names = (reference, *([award.reference] if award else []))
    return double_funding(plan_of(form), names, application.waivers, others)


def _novation(agreement: NovationAgreement, key: str) -> Novation:
    return Novation(
        key=key,
        from_urn=agreement.from_urn,
        successor=agreement.successor,
        ground=agreement.ground,
        consented_by=agreement.consented_by,
        consented_on=agreement.consented_on,
        agreed_by=agreement.agreed_by,
        agreed_at=agreement.agreed_at,
        released_by=agreement.released_by,
        released_on=agreement.released_on,
    )
