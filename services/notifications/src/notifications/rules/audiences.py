"""The readers that rules name (the contact, every partner, the officers), as roles in scopes."""

from collections.abc import Mapping
from typing import Any

from notifications.domain.recipients import (
    CONTACT,
    EVERYWHERE,
    HEADTEACHER,
    OFFICER,
    OPERATOR,
    PARTNER,
    Audience,
    RoleScope,
)

Facts = Mapping[str, Any]


def contact(facts: Facts) -> list[Audience]:
    """The person that the form names as its contact."""
    return [Audience((RoleScope(CONTACT, (f"form:{facts['form_reference']}",)),))]


def lead_headteacher(facts: Facts) -> list[Audience]:
    """The lead school's head teacher."""
    return [Audience((_headteacher(facts["lead_school"]),))]


def lead_headteacher_if_known(facts: Facts) -> list[Audience]:
    """The lead school's head teacher, if the directory names one: the contact has a copy."""
    return [Audience((_headteacher(facts["lead_school"]),), optional=True)]


def every_partner(facts: Facts) -> list[Audience]:
    """Each partner's shared mailbox, else its head teacher."""
    return [_partner(facts["form_reference"], partner["urn"]) for partner in facts["partners"]]


def officers_of_round(facts: Facts) -> list[Audience]:
    """The officers for the round, else for its authority, else everywhere."""
    scopes = (f"round:{facts['round']}", f"la:{facts['authority']}", EVERYWHERE)
    return [Audience((RoleScope(OFFICER, scopes),))]


def officers_of_school(facts: Facts) -> list[Audience]:
    """The officers for the school, else for its authority, else everywhere."""
    scopes = (f"urn:{facts['urn']}", f"la:{facts['la_code']}", EVERYWHERE)
    return [Audience((RoleScope(OFFICER, scopes),))]


def officers_else_operators(facts: Facts) -> list[Audience]:
    """The officers for the subject of a failed message, or the operators if there are none."""
    officers = RoleScope(OFFICER, (*facts["scopes"],))
    return [Audience((officers, RoleScope(OPERATOR, (EVERYWHERE,))))]


def operators(_facts: Facts) -> list[Audience]:
    """The people who keep the system running."""
    return [Audience((RoleScope(OPERATOR, (EVERYWHERE,)),))]


def officers_scopes(facts: Facts) -> list[str]:
    """The scopes to look for officers in, the most specific first."""
    named = [("round", "round"), ("urn", "urn"), ("la", "authority"), ("la", "la_code")]
    scopes = [f"{kind}:{facts[field]}" for kind, field in named if facts.get(field)]
    return [*dict.fromkeys(scopes), EVERYWHERE]


def forms_named(audiences: list[Audience]) -> list[str]:
    """The forms without which these audiences cannot be known."""
    contacts = [
        each for audience in audiences for each in audience.role_scopes if each.role == CONTACT
    ]
    return sorted({each.scopes[0].removeprefix("form:") for each in contacts})


def _headteacher(urn: str) -> RoleScope:
    return RoleScope(HEADTEACHER, (f"urn:{urn}",))


def _partner(form: str, urn: str) -> Audience:
    return Audience((RoleScope(PARTNER, (f"form:{form}:{urn}",)), _headteacher(urn)))
