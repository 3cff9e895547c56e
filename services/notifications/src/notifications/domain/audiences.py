"""Who is meant by "the contact", "every partner", "the officers": from facts to posts."""

from collections.abc import Mapping
from typing import Any

from notifications.domain.people import (
    CONTACT,
    EVERYWHERE,
    HEADTEACHER,
    OFFICER,
    OPERATOR,
    PARTNER,
    Audience,
    Post,
)

Facts = Mapping[str, Any]


def contact(facts: Facts) -> list[Audience]:
    """Whoever the form names as its contact."""
    return [Audience((Post(CONTACT, (f"form:{facts['form_reference']}",)),))]


def lead_headteacher(facts: Facts) -> list[Audience]:
    """The lead school's head teacher."""
    return [Audience((_headteacher(facts["lead_school"]),))]


def lead_headteacher_if_known(facts: Facts) -> list[Audience]:
    """The same, where the contact's copy is enough if the directory names none."""
    return [Audience((_headteacher(facts["lead_school"]),), optional=True)]


def every_partner(facts: Facts) -> list[Audience]:
    """Each partner's shared mailbox, else its head teacher."""
    return [_partner(facts["form_reference"], partner["urn"]) for partner in facts["partners"]]


def officers_of_round(facts: Facts) -> list[Audience]:
    """The officers for the round, else for its authority, else everywhere."""
    scopes = (f"round:{facts['round']}", f"la:{facts['authority']}", EVERYWHERE)
    return [Audience((Post(OFFICER, scopes),))]


def officers_of_school(facts: Facts) -> list[Audience]:
    """The officers for the school, else for its authority, else everywhere."""
    scopes = (f"urn:{facts['urn']}", f"la:{facts['la_code']}", EVERYWHERE)
    return [Audience((Post(OFFICER, scopes),))]


def officers_else_operators(facts: Facts) -> list[Audience]:
    """The officers for what a message was about; without any, somebody must still be told."""
    officers = Post(OFFICER, (*facts["scopes"],))
    return [Audience((officers, Post(OPERATOR, (EVERYWHERE,))))]


def operators(_facts: Facts) -> list[Audience]:
    """Whoever keeps the system running."""
    return [Audience((Post(OPERATOR, (EVERYWHERE,)),))]


def officers_scopes(facts: Facts) -> list[str]:
    """Where officers for these facts are looked for, the most specific first."""
    named = [("round", "round"), ("urn", "urn"), ("la", "authority"), ("la", "la_code")]
    scopes = [f"{kind}:{facts[field]}" for kind, field in named if facts.get(field)]
    return [*dict.fromkeys(scopes), EVERYWHERE]


def forms_named(audiences: list[Audience]) -> list[str]:
    """The forms without which these audiences cannot be known."""
    posts = [post for audience in audiences for post in audience.posts if post.role == CONTACT]
    return sorted({post.scopes[0].removeprefix("form:") for post in posts})


def _headteacher(urn: str) -> Post:
    return Post(HEADTEACHER, (f"urn:{urn}",))


def _partner(form: str, urn: str) -> Audience:
    return Audience((Post(PARTNER, (f"form:{form}:{urn}",)), _headteacher(urn)))
