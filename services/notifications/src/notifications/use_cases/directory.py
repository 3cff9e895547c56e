"""Keeps copies of people, of a form's contact and partners, and of schools' names."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlmodel import col

from chassis import Event, Work
from notifications.domain.recipients import CONTACT, PARTNER, PERSON
from notifications.incoming import ApplicationForm, DirectoryPerson, School
from notifications.store import HOLDINGS, PEOPLE, PersonRow
from notifications.upserts import APPLICATION_ONCE, SCHOOL_NEWEST
from notifications.use_cases.awaiting_recipient import DIRECTORY, roles_filled

Row = dict[str, Any]

_KNOWN = select(PEOPLE.c.updated_at, PEOPLE.c.event_id).where(
    PEOPLE.c.person == bindparam("person")
)
_NEW_PEOPLE, _NEW_HOLDINGS = insert(PEOPLE), insert(HOLDINGS)


async def update_person(person: DirectoryPerson, work: Work) -> None:
    """Keep the directory's newest entry for a person: newest by time, ties by id."""
    await work.changed(f"person:{person.person}")
    await work.lock(DIRECTORY)
    event = _event(work)
    entry = await known(work, person.person)
    if entry and entry > (event.time, event.id):
        return
    row = {
        "person": person.person,
        "name": person.name,
        "email": person.email,
        "active": person.active,
        "preferences": person.delivery,
        "form": None,
        "updated_at": event.time,
        "event_id": event.id,
    }
    held = sorted({(each.role, each.scope) for each in person.roles})
    holdings = [holding(person.person, role, scope) for role, scope in held]
    if entry:  # the row's holdings are deleted with it
        await work.session.execute(delete(PersonRow).where(col(PersonRow.person) == person.person))
    await add(work, [row], holdings)
    if person.active:
        await roles_filled([*held, (PERSON, person.person)], work)


async def learn_form(form: ApplicationForm, work: Work) -> None:
    """Keep a form's contact and each partner's shared mailbox.

    Only the first form under a reference counts: applications rejects another one, and it changes
    no address here.
    """
    reference, event = form.form_reference, _event(work)
    await work.changed(f"form:{reference}")
    contact = f"contact:{reference}"
    if await known(work, contact):
        return
    common = {"active": True, "preferences": {}, "form": reference}
    common |= {"updated_at": event.time, "event_id": event.id}
    people = [{"person": contact, "name": form.contact.name, "email": form.contact.email, **common}]
    holdings = [holding(contact, CONTACT, f"form:{reference}")]
    for urn, address in {p.urn: p.contact_email for p in form.partners if p.contact_email}.items():
        mailbox = f"partner:{reference}:{urn}"
        people.append({"person": mailbox, "name": None, "email": address, **common})
        holdings.append(holding(mailbox, PARTNER, f"form:{reference}:{urn}"))
    await add(work, people, holdings)


async def learn_application(application: str, form: str, work: Work) -> None:
    """Keep the form of an application: its award's events do not name it."""
    await work.changed(f"application:{application}")
    row = {"application": application, "form_reference": form}
    await work.session.execute(APPLICATION_ONCE, row)


async def learn_school(school: School, work: Work) -> None:
    """Keep a school's name and authority, the newest version."""
    await work.changed(f"school:{school.urn}")
    version = _event(work).aggregate_version or 0
    row = school.model_dump(include={"urn", "name", "la_code"}) | {"version": version}
    await work.session.execute(SCHOOL_NEWEST, row)


async def known(work: Work, person: str) -> tuple[datetime, str] | None:
    """The time and the event of a person's entry."""
    found = await work.session.execute(_KNOWN, {"person": person})
    return found.tuples().one_or_none()


async def add(work: Work, people: list[Row], holdings: list[Row]) -> None:
    """New people, and the roles that they hold."""
    await work.session.execute(_NEW_PEOPLE, people)
    if holdings:
        await work.session.execute(_NEW_HOLDINGS, holdings)


def holding(person: str, role: str, scope: str) -> Row:
    """A role in a scope, as the table has it."""
    return {"person": person, "role": role, "scope": scope}


def _event(work: Work) -> Event:
    assert work.event is not None  # noqa: S101 - every caller handles an event
    return work.event
