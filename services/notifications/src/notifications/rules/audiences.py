"""The readers that rules name (the contact, every partner, the officers), as roles in scopes."""

from collections.abc import Iterable, Mapping
from typing import Any

from notifications.domain.inspections import has_category
from notifications.domain.recipients import (
    ANY_SCOPE,
    CLERK,
    CONTACT,
    DIRECTOR,
    EVERYWHERE,
    FINANCE,
    FORMER,
    HEADTEACHER,
    LEAD_MEMBER,
    OFFICER,
    OPERATOR,
    PANEL,
    PARTNER,
    PERSON,
    Audience,
    RoleScope,
)

Facts = Mapping[str, Any]


def contact(facts: Facts) -> list[Audience]:
    """The person that the form names as its contact."""
    return [contact_of(facts["form_reference"])]


def lead_headteacher(facts: Facts) -> list[Audience]:
    """The lead school's head teacher, if the directory names one: the contact has a copy."""
    return [Audience((_headteacher(facts["lead_school"]),), optional=True)]


def headteacher(facts: Facts) -> list[Audience]:
    """The head teacher of the school that it is about."""
    return [Audience((_headteacher(facts["urn"]),))]


def headteacher_else_officers(facts: Facts) -> list[Audience]:
    """The head teacher of the school that it is about, else the officers."""
    return [_headteacher_else_officers(facts["urn"], facts)]


def provider_headteacher_else_officers(facts: Facts) -> list[Audience]:
    """The head teacher of the school that gives the support, else the officers."""
    giver = facts["provider_urn"]
    return [_headteacher_else_officers(giver, facts)] if giver else officers(facts)


def adviser(facts: Facts) -> list[Audience]:
    """The adviser who recorded the visit."""
    return [Audience((RoleScope(PERSON, (facts["adviser"],)),))]


def every_partner(facts: Facts) -> list[Audience]:
    """Each partner's shared mailbox, else its head teacher."""
    return [_partner(facts["form_reference"], partner["urn"]) for partner in facts["partners"]]


def new_contact(facts: Facts) -> list[Audience]:
    """The contact, or the partner's mailbox, that the change names."""
    form, urn = facts["form_reference"], facts["urn"]
    if urn is None:
        return contact(facts)
    return [Audience((RoleScope(PARTNER, (f"form:{form}:{urn}",)),))]


def former_contact(facts: Facts) -> list[Audience]:
    """The contact or mailbox before the change, where its address was another."""
    former = facts.get("former")
    return [Audience((RoleScope(FORMER, (former,)),))] if former else []


def officers(facts: Facts) -> list[Audience]:
    """The officers for the round or the school, else for its authority, else everywhere."""
    return [_holders(OFFICER, facts)]


def clerk(facts: Facts) -> list[Audience]:
    """The panel's clerk for the round, else for its authority, else everywhere."""
    return [_holders(CLERK, facts)]


def reviewers(facts: Facts) -> list[Audience]:
    """Each reviewer that the event names, by their id in the directory."""
    named = facts.get("reviewers", ())
    return [Audience((RoleScope(PERSON, (each,)),)) for each in named]


def panel_members(facts: Facts) -> list[Audience]:
    """The members of the panel in its own scope, else in its authority's, else everywhere."""
    own = [f"panel:{facts['panel']}"] if facts.get("panel") else []
    return [Audience((RoleScope(PANEL, (*own, *scopes_of(facts))),))]


def finance_officer(facts: Facts) -> list[Audience]:
    """The finance officer for the round, else for its authority, else everywhere."""
    return [_holders(FINANCE, facts)]


def director(facts: Facts) -> list[Audience]:
    """The director of the authority, else everywhere, if the directory names one."""
    return [_holders(DIRECTOR, facts, optional=True)]


def director_for_a_category(facts: Facts) -> list[Audience]:
    """The director, where the inspection put the school into a category of concern."""
    return director(facts) if has_category(facts) else []


def director_of_what_holds_now(facts: Facts) -> list[Audience]:
    """The director; not of a decision that was put into the past, or withdrawn."""
    return director(facts) if facts["current"] and not facts["withdrawn"] else []


def readers_of_reports(facts: Facts) -> list[Audience]:
    """Lead member, director and Local Delivery Team of the report's authority, else all of them."""
    scopes = tuple(scopes_of(facts)) if facts["la_code"] else (ANY_SCOPE,)
    roles = (LEAD_MEMBER, DIRECTOR, PANEL)
    return [Audience((RoleScope(role, scopes),), optional=True) for role in roles]


def officers_else_operators(facts: Facts) -> list[Audience]:
    """The officers for the subject of a failed message, or the operators if there are none."""
    return [Audience((RoleScope(OFFICER, (*facts["scopes"],)), _any_operator()))]


def operators(facts: Facts) -> list[Audience]:
    """The operators of the authorities that are known, and those for all authorities.

    Where there is neither, every holder of the role.
    """
    own = [f"la:{code}" for code in facts.get("la_codes", ())]
    local = [Audience((RoleScope(OPERATOR, (scope,)),), optional=True) for scope in own]
    return [*local, Audience((_any_operator(own),))]


def scopes_of(facts: Facts) -> list[str]:
    """The scopes to look for the holders of a role in, the most specific first."""
    named = [("round", "round"), ("urn", "urn"), ("la", "authority"), ("la", "la_code")]
    scopes = [f"{kind}:{facts[field]}" for kind, field in named if facts.get(field)]
    return [*dict.fromkeys(scopes), EVERYWHERE]


def forms_named(audiences: list[Audience]) -> list[str]:
    """The forms without which these audiences cannot be known."""
    named = [each for audience in audiences for each in audience.role_scopes]
    contacts = [each.scopes[0] for each in named if each.role == CONTACT]
    partners = [each.scopes[0].rpartition(":")[0] for each in named if each.role == PARTNER]
    return sorted({scope.removeprefix("form:") for scope in (*contacts, *partners)})


def contact_of(form: str) -> Audience:
    """The contact of this form: known once the form has arrived."""
    return Audience((RoleScope(CONTACT, (f"form:{form}",)),))


def _holders(role: str, facts: Facts, *, optional: bool = False) -> Audience:
    return Audience((RoleScope(role, (*scopes_of(facts),)),), optional)


def _any_operator(own: Iterable[str] = ()) -> RoleScope:
    return RoleScope(OPERATOR, (EVERYWHERE, *own, ANY_SCOPE))


def _headteacher(urn: str) -> RoleScope:
    return RoleScope(HEADTEACHER, (f"urn:{urn}",))


def _headteacher_else_officers(urn: str, facts: Facts) -> Audience:
    return Audience((_headteacher(urn), *_holders(OFFICER, facts).role_scopes))


def _partner(form: str, urn: str) -> Audience:
    return Audience((RoleScope(PARTNER, (f"form:{form}:{urn}",)), _headteacher(urn)))
