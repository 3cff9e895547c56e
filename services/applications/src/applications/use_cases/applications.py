"""What we do with an application: screen it when it arrives, and let its lead withdraw it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from applications.domain.application import Application
from applications.domain.commands import Withdrawal
from applications.domain.form.forms import Form
from applications.domain.form.schools import School
from applications.domain.round.register import would_be_known
from applications.settings import Settings
from applications.store.application_record import (
    known_form,
    live_beside,
    offer_policy,
    open_application,
    reference_of,
)
from applications.store.application_saving import save_application
from applications.store.conversions import is_kept, stored
from applications.store.numbering import next_number
from applications.store.pending_forms import pending_form, set_aside
from applications.store.record_facts import (
    REGISTER,
    event_of,
    extracts,
    known_schools,
    round_history,
)
from applications.store.waivers import waivers_of
from chassis import NotYet, Work
from chassis.domain import Reason, london_date, refuse

UNKNOWN = "school-unknown"


async def receive_application(form: Form, work: Work) -> None:
    """A school applied; waits for its round and its schools. Eligible or not, it gets a number.

    A form with a school that a complete register lacks is set aside for an hour [setting].
    """
    history = await round_history(work, form.round)
    await work.lock(*(f"school:{urn}" for urn in form.schools))
    schools = await known_schools(work, form.schools)
    unknown = [urn for urn in form.schools if urn not in schools]
    terms = history.at(event_of(work).time).terms
    if unknown and not would_be_known(form, unknown, terms, await extracts(work)):
        raise NotYet((REGISTER, *(f"school:{urn}" for urn in unknown)))
    await work.lock(f"form:{form.form_reference}")
    if await _known_already(form, work):
        return
    if unknown:
        await set_aside(work, form)
        wait = timedelta(seconds=cast("Settings", work.settings).unknown_school_after_seconds)
        await work.timer(UNKNOWN, subject=form.form_reference, due=work.now + wait)
    else:
        await screen(form, work, schools, event_of(work).time)


async def screen(form: Form, work: Work, schools: Mapping[str, School], at: datetime) -> None:
    """The form gets its number, and becomes an application that is eligible or not."""
    live = f"live:{form.round}/{form.category}/{form.lead_school}"
    await work.lock(f"form:{form.form_reference}", live)
    others = await live_beside(work, form)
    await work.lock(f"round:{form.round}")  # a cancellation that comes now looks for what we write
    history = await round_history(work, form.round)
    reference = await next_number(work, "A", london_date(form.submitted_at).year)
    await work.changed(f"application:{reference}", f"form:{form.form_reference}")
    application = Application.receive(
        reference,
        form,
        history,
        at=at,
        offers=offer_policy(work),
        schools=schools,
        others=others,
        waivers=(await waivers_of(work.session, [form.form_reference]))[form.form_reference],
    )
    for each in (application, *others):
        await save_application(work, each)


async def _known_already(form: Form, work: Work) -> bool:
    """Whether this form is known; refuses other content under its reference."""
    known = await known_form(work, form)
    if known is None and (waiting := await pending_form(work, form.form_reference)):
        known = "waiting for its schools", is_kept(waiting.data, stored(form))
    if known is not None and not known[1]:
        message = (
            f"{form.form_reference} is already {known[0]}, with other content. A form is never "
            "edited: send the correction under a reference of its own."
        )
        refuse([Reason("form-reference-reused", message)])
    return known is not None


async def withdraw_application(withdrawal: Withdrawal, work: Work) -> None:
    """A school withdrew its application; waits for the form that it withdraws."""
    reference = await reference_of(work, withdrawal.form_reference)
    application = await open_application(work, reference)
    application.withdraw(withdrawal.withdrawn_at)
    await save_application(work, application)
