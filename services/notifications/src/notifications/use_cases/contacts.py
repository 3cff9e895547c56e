"""Another contact of a form: messages go to the new address, and both addresses are told."""

import hashlib
import json
from typing import Any

from sqlalchemy import insert, select, update

from chassis import Reason, Rejected, Work, wait_for
from chassis.domain import in_words
from notifications.domain.addresses import same_address
from notifications.domain.recipients import HEADTEACHER, PARTNER
from notifications.domain.states import QUEUED
from notifications.incoming import ContactChange
from notifications.store import (
    DELIVERIES,
    NOTICES,
    PEOPLE,
    ContactChangeRow,
    PersonRow,
    metadata,
)
from notifications.use_cases.awaiting_recipient import DIRECTORY, roles_filled
from notifications.use_cases.directory import add, holding, known
from notifications.use_cases.notify import notify
from notifications.use_cases.recipients import from_json, roles_of

_CHANGES = metadata.tables["contact_change"]


async def change_contact(change: ContactChange, work: Work) -> None:
    """Of several changes the latest holds; NotYet until the form is here.

    What is queued already goes where it was addressed.
    """
    reference = change.form_reference
    await work.lock(DIRECTORY, f"form:{reference}")
    if await known(work, f"contact:{reference}") is None:
        raise wait_for("form", reference)
    if not await _is_news(change, work):
        return
    before = await work.session.get(PersonRow, change.person)
    if before and (before.name, before.email) == (change.contact.name, change.contact.email):
        return
    former = await _keep_former(before, change, work) if before else None
    await (_replace if before else _add_mailbox)(change, work)
    await notify(change.facts | {"former": former}, work)


async def _is_news(change: ContactChange, work: Work) -> bool:
    """Whether it holds from now on; refuses other content of the same instant."""
    hashed, at = _hash(change), change.changed_at
    found = await work.session.execute(
        select(_CHANGES.c.changed_at, _CHANGES.c.content_hash).where(
            _CHANGES.c.person == change.person
        )
    )
    kept = dict(found.tuples().all())
    if kept.get(at, hashed) != hashed:
        raise Rejected([_contradicts(change)])
    if at in kept:
        return False
    row = ContactChangeRow(person=change.person, changed_at=at, content_hash=hashed)
    await work.session.execute(insert(_CHANGES), row.model_dump())
    return all(at > each for each in kept)


async def _keep_former(before: PersonRow, change: ContactChange, work: Work) -> str | None:
    """An entry for the address before, which is told and gets what is queued; None if it stays."""
    if same_address(before.email) == same_address(change.contact.email):
        return None
    former = f"former:{change.person}:{change.changed_at.isoformat()}"
    await add(work, [before.model_dump() | {"person": former}], [])
    queued = DELIVERIES.c.person == change.person, DELIVERIES.c.state == QUEUED
    addressed = update(DELIVERIES).where(*queued, DELIVERIES.c.addressed.is_(None))
    await work.session.execute(addressed.values(addressed=former))
    return former


async def _replace(change: ContactChange, work: Work) -> None:
    changed = update(PEOPLE).where(PEOPLE.c.person == change.person)
    await work.session.execute(changed.values(**_entry(change, work)))


async def _add_mailbox(change: ContactChange, work: Work) -> None:
    """A partner's first mailbox: the form named none. What waits for one is addressed."""
    await _leave_with_headteacher(f"form:{change.form_reference}:{change.urn}", work)
    common = {"active": True, "preferences": {}, "form": change.form_reference}
    role, scope = PARTNER, f"form:{change.form_reference}:{change.urn}"
    row = {"person": change.person, **common, **_entry(change, work)}
    await add(work, [row], [holding(change.person, role, scope)])
    await roles_filled([(role, scope)], work)


async def _leave_with_headteacher(scope: str, work: Work) -> None:
    """What is queued for the head teacher, who got it while there was no mailbox, stays theirs."""
    found = await work.session.execute(
        select(DELIVERIES.c.id, NOTICES.c.audiences)
        .join(NOTICES, NOTICES.c.id == DELIVERIES.c.notice)
        .where(DELIVERIES.c.state == QUEUED, DELIVERIES.c.role == HEADTEACHER)
    )
    own = [
        delivery
        for delivery, audiences in found.tuples()
        if (PARTNER, scope) in roles_of(from_json(audiences))
    ]
    theirs = update(DELIVERIES).where(DELIVERIES.c.id.in_(own), DELIVERIES.c.addressed.is_(None))
    await work.session.execute(theirs.values(addressed=DELIVERIES.c.person))


def _entry(change: ContactChange, work: Work) -> dict[str, Any]:
    assert work.event is not None  # noqa: S101 - every caller handles an event
    told = {"updated_at": work.event.time, "event_id": work.event.id}
    return {"name": change.contact.name, "email": change.contact.email, **told}


def _hash(change: ContactChange) -> str:
    content = json.dumps([change.contact.name, change.contact.email])
    return hashlib.sha256(content.encode()).hexdigest()


def _contradicts(change: ContactChange) -> Reason:
    return Reason(
        "contradicts-earlier",
        f"The contact of {in_words(change.changed_at)} was received before with other content "
        "(contact). Send the correction with the later time at which it was made (changed_at).",
    )
