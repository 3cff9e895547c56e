"""Looks up the people who hold the roles of an audience now."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from notifications.domain.recipients import (
    ANY_SCOPE,
    CONTACT,
    FORMER,
    PERSON,
    Audience,
    Holders,
    Person,
    RoleScope,
    mailbox_of,
    resolve,
)
from notifications.store import HOLDINGS, PEOPLE, SCHOOLS, Delivery, Notice

URN_FIELDS = ("lead_school", "urn")

_PERSON = (PEOPLE.c.person, PEOPLE.c.email, PEOPLE.c.name, PEOPLE.c.active, PEOPLE.c.preferences)
_HOLDERS = (
    select(HOLDINGS.c.role, HOLDINGS.c.scope, *_PERSON)
    .join(PEOPLE, PEOPLE.c.person == HOLDINGS.c.person)
    .where(tuple_(HOLDINGS.c.role, HOLDINGS.c.scope).in_(bindparam("roles", expanding=True)))
    .order_by(HOLDINGS.c.person)
)
_HELD = (
    select(HOLDINGS.c.role, HOLDINGS.c.person)
    .where(HOLDINGS.c.role.in_(bindparam("roles", expanding=True)))
    .distinct()
    .subquery()
)
_HOLDERS_ANYWHERE = (
    select(_HELD.c.role, *_PERSON)
    .join(PEOPLE, PEOPLE.c.person == _HELD.c.person)
    .order_by(PEOPLE.c.person)
)
_NAMED = select(*_PERSON).where(PEOPLE.c.person.in_(bindparam("named", expanding=True)))
_NAMES = select(SCHOOLS.c.urn, SCHOOLS.c.name).where(
    SCHOOLS.c.urn.in_(bindparam("urns", expanding=True))
)


async def recipient_of(
    session: AsyncSession, row: Delivery, notice: Notice, mailboxes: Mapping[str, str]
) -> Person | None:
    """The person that a delivery goes to, as the directory is now; None if the role moved on."""
    audiences = from_json(notice.audiences)
    return recipient_in(row, audiences, await holders_of(session, audiences), mailboxes)


def recipient_in(
    row: Delivery, audiences: Sequence[Audience], holders: Holders, mailboxes: Mapping[str, str]
) -> Person | None:
    """The same, by the holders of the notice's audiences."""
    fallback = mailbox_of(row.role, mailboxes)
    if fallback and fallback.id == row.person:
        return fallback
    found = resolve(audiences, holders, mailboxes)
    people = {to.person.id: to.person for to in found.recipients}
    return people.get(row.person)


async def holders_of(session: AsyncSession, audiences: Iterable[Audience]) -> Holders:
    """All people who hold one of the roles of these audiences."""
    roles = sorted(roles_of(audiences))
    found = await session.execute(_HOLDERS, {"roles": roles})
    holders: dict[tuple[str, str], list[Person]] = {}
    for role, scope, *person in found:
        holders.setdefault((role, scope), []).append(Person(*person))
    if anywhere := [role for role, scope in roles if scope == ANY_SCOPE]:
        for role, *person in await session.execute(_HOLDERS_ANYWHERE, {"roles": anywhere}):
            holders.setdefault((role, ANY_SCOPE), []).append(Person(*person))
    by_id = [(role, scope) for role, scope in roles if role in {PERSON, FORMER}]
    people = await people_named(session, [scope for _, scope in by_id])
    return holders | {(role, id_): [people[id_]] for role, id_ in by_id if id_ in people}


async def people_named(session: AsyncSession, ids: Sequence[str]) -> dict[str, Person]:
    """The people with these ids."""
    if not ids:
        return {}
    found = await session.execute(_NAMED, {"named": sorted(ids)})
    return {row.person: Person(*row) for row in found}


def roles_of(audiences: Iterable[Audience]) -> set[tuple[str, str]]:
    """Each role in each scope of these audiences."""
    role_scopes = {each for audience in audiences for each in audience.role_scopes}
    return {(each.role, scope) for each in role_scopes for scope in each.scopes}


def missing_forms(forms: Iterable[str], holders: Holders) -> list[str]:
    """The forms that have not arrived: their contact is unknown."""
    return [form for form in forms if (CONTACT, f"form:{form}") not in holders]


async def names_of_schools(
    session: AsyncSession, many: Iterable[Mapping[str, Any]]
) -> dict[str, str]:
    """The known names of the schools in the facts of these notices, by URN."""
    urns = {urn for facts in many for urn in _urns(facts)}
    if not urns:
        return {}
    found = await session.execute(_NAMES, {"urns": sorted(urns)})
    return dict(found.tuples().all())


def _urns(facts: Mapping[str, Any]) -> set[str]:
    """Those of a digest are in its messages."""
    urns = {facts[field] for field in URN_FIELDS if facts.get(field)}
    urns.update(partner["urn"] for partner in facts.get("partners", ()))
    return urns.union(*(_urns(item["facts"]) for item in facts.get("items", ())))


def to_json(audiences: Sequence[Audience]) -> list[dict[str, Any]]:
    """Audiences as the notice's row has them."""
    return [
        {
            "posts": [{"role": r.role, "scopes": list(r.scopes)} for r in audience.role_scopes],
            "optional": audience.optional,
        }
        for audience in audiences
    ]


def from_json(kept: Sequence[Mapping[str, Any]]) -> list[Audience]:
    """Audiences from the notice's row."""
    return [
        Audience(
            tuple(RoleScope(each["role"], tuple(each["scopes"])) for each in audience["posts"]),
            audience["optional"],
        )
        for audience in kept
    ]
