"""Forms that name a school which the register lacks: set aside until it is registered, or late."""

from sqlmodel import col, select

from applications.domain.form.eligibility import SCHOOL_UNKNOWN
from applications.domain.form.forms import Form
from applications.domain.states import State
from applications.store.conversions import stored, value_of
from applications.store.record_facts import event_of
from applications.store.tables.applications import ApplicationRow
from applications.store.tables.facts import FactRow
from chassis import Work

PENDING = "pending:"


async def set_aside(work: Work, form: Form) -> None:
    """Keep a form that waits for its schools, as of its event's time."""
    event = event_of(work)
    work.session.add(
        FactRow(
            key=event.key,
            event_id=event.id,
            about=f"{PENDING}{form.form_reference}",
            kind="form",
            ce_time=event.time,
            data=stored(form),
        )
    )
    await work.session.flush()


async def pending_form(work: Work, form_reference: str) -> FactRow | None:
    """The form that waits under this reference, if one does."""
    about = f"{PENDING}{form_reference}"
    return (await work.session.exec(select(FactRow).where(FactRow.about == about))).first()


async def forms_waiting_for(work: Work, urn: str) -> list[Form]:
    """The forms that wait for this school, and perhaps for others."""
    found = await work.session.exec(select(FactRow).where(col(FactRow.about).startswith(PENDING)))
    forms = [value_of(Form, row.data) for row in found]
    return [form for form in forms if urn in form.schools]


async def refused_for(work: Work, urn: str) -> list[str]:
    """The applications that were refused because the register lacked this school."""
    found = await work.session.exec(
        select(ApplicationRow)
        .where(ApplicationRow.state == State.INELIGIBLE)
        .order_by(ApplicationRow.application)
    )
    return [
        row.application
        for row in found
        if urn in value_of(Form, row.form).schools
        and any(each["code"] == SCHOOL_UNKNOWN for each in row.refusals)
    ]
