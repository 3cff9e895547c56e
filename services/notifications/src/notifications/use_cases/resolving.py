"""Looking up, at this moment, the people that an audience stands for."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from notifications.domain.people import CONTACT, Audience, Holders, Person, Post
from notifications.store import HOLDINGS, PEOPLE, SCHOOLS

URN_FIELDS = ("lead_school", "urn")

_HOLDERS = (
    select(
        HOLDINGS.c.role,
        HOLDINGS.c.scope,
        PEOPLE.c.person,
        PEOPLE.c.email,
        PEOPLE.c.name,
        PEOPLE.c.active,
    )
    .join(PEOPLE, PEOPLE.c.person == HOLDINGS.c.person)
    .where(tuple_(HOLDINGS.c.role, HOLDINGS.c.scope).in_(bindparam("posts", expanding=True)))
    .order_by(HOLDINGS.c.person)
)
_NAMES = select(SCHOOLS.c.urn, SCHOOLS.c.name).where(
    SCHOOLS.c.urn.in_(bindparam("urns", expanding=True))
)


async def holders_of(session: AsyncSession, audiences: Iterable[Audience]) -> Holders:
    """Everybody who holds one of the posts of these audiences, as we know it now."""
    found = await session.execute(_HOLDERS, {"posts": sorted(posts_of(audiences))})
    holders: dict[tuple[str, str], list[Person]] = {}
    for role, scope, *person in found:
        holders.setdefault((role, scope), []).append(Person(*person))
    return holders


def posts_of(audiences: Iterable[Audience]) -> set[tuple[str, str]]:
    """Every role in every scope that these audiences look at."""
    posts = {post for audience in audiences for post in audience.posts}
    return {(post.role, scope) for post in posts for scope in post.scopes}


def forms_to_come(forms: Iterable[str], holders: Holders) -> list[str]:
    """Those of these forms that have not arrived: nobody is known as their contact."""
    return [form for form in forms if (CONTACT, f"form:{form}") not in holders]


async def names_of_schools(session: AsyncSession, facts: Mapping[str, Any]) -> dict[str, str]:
    """The names of the schools that these facts mention, as far as we know them."""
    urns = {facts[field] for field in URN_FIELDS if field in facts}
    urns |= {partner["urn"] for partner in facts.get("partners", ())}
    if not urns:
        return {}
    found = await session.execute(_NAMES, {"urns": sorted(urns)})
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
