"""What we do with a waiver: keep it for its form, and look again at a form that came before it."""

from applications.domain.commands import WaiverGrant
from applications.domain.form.waivers import LIVE, grant_refusals
from applications.domain.states import State
from applications.store.application_record import (
    learn_money,
    live_beside,
    open_application,
    reference_if_known,
)
from applications.store.application_saving import save_application
from applications.store.record_facts import known_schools
from applications.store.waivers import keep_waiver, waivers_of
from chassis import Work
from chassis.domain import refuse


async def grant_waiver(grant: WaiverGrant, work: Work) -> None:
    """An officer waived a rule for a form, before it came or after; the same again is nothing."""
    form = grant.form_reference
    await work.lock(f"form:{form}")
    known = (await waivers_of(work.session, [form]))[form]
    if any(vars(grant).items() <= vars(each).items() for each in known):
        return
    refuse(grant_refusals(grant, known))
    await keep_waiver(work, grant)
    if reference := await reference_if_known(work, form):
        await _look_again(work, reference, grant)


async def _look_again(work: Work, reference: str, grant: WaiverGrant) -> None:
    """Screen anew what was refused for this; make live again what had given way for it."""
    form = (await open_application(work, reference)).form
    await work.lock(f"live:{form.round}/{form.category}/{form.lead_school}")
    beside = await live_beside(work, form)
    application = await open_application(work, reference, money=True)
    others = [each for each in beside if each.reference != reference]
    for each in others:
        await learn_money(work, each)
    if application.status.state is State.INELIGIBLE:
        application.screen_again(await known_schools(work, form.schools), others)
    elif grant.waives == LIVE:
        application.live_again(others)
    for each in (application, *others):
        await save_application(work, each)
