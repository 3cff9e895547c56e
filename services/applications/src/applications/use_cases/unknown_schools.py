"""What we do with a form whose school the register lacks: wait, refuse it, or take it after all."""

from collections.abc import Iterable

from applications.domain.form.forms import Form
from applications.domain.form.schools import School
from applications.domain.round.register import Extract
from applications.incoming import SchoolUnknown
from applications.store.application_record import live_beside, open_application
from applications.store.application_saving import save_application
from applications.store.conversions import value_of
from applications.store.pending_forms import forms_waiting_for, pending_form, refused_for
from applications.store.record_facts import REGISTER, add_fact, keep_school, known_schools
from applications.use_cases.applications import UNKNOWN, screen
from applications.use_cases.schools import follow_school
from chassis import Work


async def learn_extract(extract: Extract, work: Work) -> None:
    """An extract was applied whole: forms that wait for a school are looked at again."""
    await add_fact(work, REGISTER, "imported", extract)


async def refuse_unknown(due: SchoolUnknown, work: Work) -> None:
    """The form has waited long enough: it is screened without the schools that are not known."""
    waiting = await pending_form(work, due.subject)
    if waiting is not None:
        await _screen_now(value_of(Form, waiting.data), work)


async def copy_school(school: School, work: Work) -> None:
    """A school's state in the register changed: the newest version replaces the copy.

    A new school may be the one that a form waits for, or was refused for. Where one closed, or is
    open again, what it takes part in is looked at.
    """
    before = await keep_school(work, school)
    await work.session.flush()
    if before is not None:
        if before.is_closed or school.is_closed:
            await follow_school(school.urn, work)
        return
    for form in await forms_waiting_for(work, school.urn):
        if len(await known_schools(work, form.schools)) == len(set(form.schools)):
            await work.cancel_timer(UNKNOWN, subject=form.form_reference)
            await _screen_now(form, work)
    await _screen_again(await refused_for(work, school.urn), work)


async def _screen_now(form: Form, work: Work) -> None:
    waiting = await pending_form(work, form.form_reference)
    if waiting is None:
        return
    at = waiting.ce_time
    await work.session.delete(waiting)
    await screen(form, work, await known_schools(work, form.schools), at)


async def _screen_again(references: Iterable[str], work: Work) -> None:
    for reference in references:
        application = await open_application(work, reference)
        form = application.form
        await work.lock(f"live:{form.round}/{form.category}/{form.lead_school}")
        others = await live_beside(work, form)
        application.screen_again(await known_schools(work, form.schools), others)
        for each in (application, *others):
            await save_application(work, each)
