"""Learning who there is: the directory's people, a form's contact and partners, schools' names."""

from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select

from chassis import Event, Work
from notifications.domain.people import CONTACT, PARTNER
from notifications.incoming import ApplicationForm, DirectoryPerson, School
from notifications.store import ApplicationRow, HoldingRow, PersonRow, SchoolRow


async def update_person(person: DirectoryPerson, work: Work) -> None:
    """Keep the directory's newest word on somebody: newest by time, ties by id."""
    await work.changed(f"person:{person.person}")
    event = _event(work)
    if await _older(work, person.person, event):
        return
    row = PersonRow(
        person=person.person,
        name=person.name,
        email=person.email,
        active=person.active,
        preferences=person.delivery,
        updated_at=event.time,
        event_id=event.id,
    )
    held = sorted({(post.role, post.scope) for post in person.roles})
    posts = [HoldingRow(person=row.person, role=role, scope=scope) for role, scope in held]
    await work.session.execute(delete(PersonRow).where(col(PersonRow.person) == row.person))
    await _keep(work, [row], posts)


async def learn_form(form: ApplicationForm, work: Work) -> None:
    """Keep whom a form names: its contact, and each partner's shared mailbox."""
    reference, event = form.form_reference, _event(work)
    await work.changed(f"form:{reference}")
    contact = f"contact:{reference}"
    if await _older(work, contact, event):
        return
    await work.session.execute(delete(PersonRow).where(col(PersonRow.form) == reference))
    known: dict[str, Any] = {"form": reference, "updated_at": event.time, "event_id": event.id}
    people = [PersonRow(person=contact, name=form.contact.name, email=form.contact.email, **known)]
    posts = [HoldingRow(person=contact, role=CONTACT, scope=f"form:{reference}")]
    for urn, address in {p.urn: p.contact_email for p in form.partners if p.contact_email}.items():
        mailbox = f"partner:{reference}:{urn}"
        people.append(PersonRow(person=mailbox, email=address, **known))
        posts.append(HoldingRow(person=mailbox, role=PARTNER, scope=f"form:{reference}:{urn}"))
    await _keep(work, people, posts)


async def learn_application(application: str, form: str, work: Work) -> None:
    """Remember by which form an application came in: its award's events do not say."""
    await work.changed(f"application:{application}")
    await work.session.merge(ApplicationRow(application=application, form_reference=form))


async def learn_school(school: School, work: Work) -> None:
    """Keep a school's name and authority, the newest version."""
    await work.changed(f"school:{school.urn}")
    version = _event(work).aggregate_version or 0
    known = await work.session.get(SchoolRow, school.urn)
    if known is None or known.version < version:
        row = SchoolRow(urn=school.urn, name=school.name, la_code=school.la_code, version=version)
        await work.session.merge(row)


async def _older(work: Work, person: str, event: Event) -> bool:
    found = await work.session.execute(
        select(PersonRow.updated_at, PersonRow.event_id).where(PersonRow.person == person)
    )
    known = found.one_or_none()
    return known is not None and (event.time, event.id) < (known[0], known[1])


async def _keep(work: Work, people: list[PersonRow], posts: list[HoldingRow]) -> None:
    work.session.add_all(people)
    await work.session.flush()  # posts refer to people
    work.session.add_all(posts)


def _event(work: Work) -> Event:
    assert work.event is not None  # noqa: S101 - every caller handles an event
    return work.event
