"""Looking up, at this moment, the people that an audience stands for."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from notifications.domain.people import (
    CONTACT,
    Audience,
    Holders,
    Person,
    Post,
    Resolution,
    resolve,
)
from notifications.store import HoldingRow, PersonRow, SchoolRow

URN_FIELDS = ("lead_school", "urn")


async def resolve_now(
    session: AsyncSession, audiences: Sequence[Audience], mailboxes: Mapping[str, str]
) -> Resolution:
    """Whom these audiences stand for as the directory and the forms have it now."""
    return resolve(audiences, await _holders(session, audiences), mailboxes)


async def unknown_forms(session: AsyncSession, forms: Sequence[str]) -> list[str]:
    """Those of these forms that have not arrived."""
    if not forms:
        return []
    contacts = {f"{CONTACT}:{form}": form for form in forms}
    found = await session.execute(
        select(PersonRow.person).where(col(PersonRow.person).in_(contacts))
    )
    return sorted(set(contacts.values()) - {contacts[person] for (person,) in found})


async def names_of_schools(session: AsyncSession, facts: Mapping[str, Any]) -> dict[str, str]:
    """The names of the schools that these facts mention, as far as we know them."""
    urns = {facts[field] for field in URN_FIELDS if field in facts}
    urns |= {partner["urn"] for partner in facts.get("partners", ())}
    if not urns:
        return {}
    found = await session.execute(
        select(SchoolRow.urn, SchoolRow.name).where(col(SchoolRow.urn).in_(urns))
    )
    return dict(found.tuples().all())


def written(audiences: Sequence[Audience]) -> list[dict[str, Any]]:
    """Audiences as a store keeps them."""
    return [
        {
            "posts": [{"role": post.role, "scopes": list(post.scopes)} for post in audience.posts],
            "optional": audience.optional,
        }
        for audience in audiences
    ]


def read(kept: Sequence[Mapping[str, Any]]) -> list[Audience]:
    """Audiences as they were kept."""
    return [
        Audience(
            tuple(Post(post["role"], tuple(post["scopes"])) for post in audience["posts"]),
            audience["optional"],
        )
        for audience in kept
    ]


async def _holders(session: AsyncSession, audiences: Sequence[Audience]) -> Holders:
    posts = {post for audience in audiences for post in audience.posts}
    wanted = sorted({(post.role, scope) for post in posts for scope in post.scopes})
    found = await session.execute(
        select(HoldingRow.role, HoldingRow.scope, PersonRow)
        .join(PersonRow, col(PersonRow.person) == col(HoldingRow.person))
        .where(tuple_(col(HoldingRow.role), col(HoldingRow.scope)).in_(wanted))
        .order_by(col(HoldingRow.person))
    )
    holders: dict[tuple[str, str], list[Person]] = {}
    for role, scope, row in found.tuples():
        person = Person(row.person, row.email, row.name, row.active)
        holders.setdefault((role, scope), []).append(person)
    return holders
