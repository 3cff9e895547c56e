"""What we do with an application that comes in: screen it, number it, let the later one stand."""

from sqlalchemy import bindparam
from sqlmodel import select

from applications import events
from applications.domain.eligibility import refusals
from applications.domain.forms import Form
from applications.domain.moments import london_date
from applications.domain.reasons import Reason
from applications.domain.states import Command, State, Then, then
from applications.domain.superseding import Candidate, superseded_by
from applications.messages import ApplicationForm
from applications.store import ApplicationRow
from applications.use_cases.facts import find_schools, round_at, rounds_facts
from applications.use_cases.files import public
from applications.use_cases.shared import event_of, next_number, refuse, stored, value_of
from chassis import Work

_OF_FORM = select(ApplicationRow).where(
    ApplicationRow.form_reference == bindparam("form_reference")
)
_LIVE = select(ApplicationRow.application).where(
    ApplicationRow.round == bindparam("round"),
    ApplicationRow.category == bindparam("category"),
    ApplicationRow.lead_school == bindparam("lead_school"),
    ApplicationRow.state != State.INELIGIBLE,
)


async def receive_application(received: ApplicationForm, work: Work) -> None:
    """Eligible or not, it gets a number; it waits for its round and for every school it names."""
    form = value_of(Form, received)
    facts = await rounds_facts(work, form.round)
    schools = await find_schools(work, form.schools)
    live = f"live:{form.round}/{form.category}/{form.lead_school}"
    await work.lock(f"form:{form.form_reference}", live)
    if await _known_already(work, form):
        return
    round_ = round_at(facts, event_of(work).time)
    others = await _others(work, form)
    reasons = [*refusals(form, round_, schools), *_barred(form, others)]
    row = await _enter(work, form, round_.terms.authority, reasons)
    if reasons:
        told = [events.PublicReason(code=each.code, message=each.message) for each in reasons]
        work.record(events.ApplicationIneligible(**public(row, form), reasons=told))
        return
    work.record(events.ApplicationSubmitted(**public(row, form)))
    _supersede(work, [*others, row])


async def _known_already(work: Work, form: Form) -> bool:
    found = await work.session.exec(_OF_FORM, params={"form_reference": form.form_reference})
    known = found.first()
    if known is None:
        return False
    if known.form != stored(form):
        refuse(
            [
                Reason(
                    "form-reference-reused",
                    f"{form.form_reference} is {known.application} already, with other content. "
                    "A form is never edited: send the correction under a reference of its own.",
                )
            ]
        )
    return True


async def _others(work: Work, form: Form) -> list[ApplicationRow]:
    """The eligible ones of the same lead, category and round, each under its lock."""
    given = {"round": form.round, "category": form.category, "lead_school": form.lead_school}
    references = list(await work.session.exec(_LIVE, params=given))
    await work.changed(*(f"application:{reference}" for reference in references))
    return [await work.session.get_one(ApplicationRow, each) for each in references]


def _barred(form: Form, others: list[ApplicationRow]) -> list[Reason]:
    return [
        Reason(
            "one-live-application",
            f"{other.application}, of the same lead school, category and round, holds an offer.",
        )
        for other in others
        if then(State(other.state), Command.SUPERSEDE) is Then.REFUSE
        and (other.submitted_at, other.form_reference) < (form.submitted_at, form.form_reference)
    ]


async def _enter(work: Work, form: Form, authority: str, reasons: list[Reason]) -> ApplicationRow:
    reference = await next_number(work, "A", london_date(form.submitted_at).year)
    await work.changed(f"application:{reference}", f"form:{form.form_reference}")
    row = ApplicationRow(
        application=reference,
        form_reference=form.form_reference,
        round=form.round,
        authority=authority,
        category=form.category,
        lead_school=form.lead_school,
        submitted_at=form.submitted_at,
        form=stored(form),
        state=State.INELIGIBLE if reasons else State.RECEIVED,
        refusals=[each._asdict() for each in reasons],
    )
    work.session.add(row)
    return row


def _supersede(work: Work, rows: list[ApplicationRow]) -> None:
    """The later one in time takes the place of those before it, whichever came first."""
    places = superseded_by(
        Candidate(row.submitted_at, row.form_reference, row.application) for row in rows
    )
    for row in rows:
        later = places.get(row.application)
        if later is None:
            continue
        if _gives_way(row):
            row.state, row.held_pence = State.SUPERSEDED, 0
            reason = f"{later}, submitted later by the same lead school, took its place."
            form = value_of(Form, row.form)
            work.record(events.ApplicationSuperseded(**public(row, form), by=later, reason=reason))


def _gives_way(row: ApplicationRow) -> bool:
    """A deferral is released, and still open: it gives way too."""
    deferred = row.state == State.RELEASED and row.outcome == "deferred"
    return deferred or then(State(row.state), Command.SUPERSEDE) is Then.GO
