"""Resolving a role in a scope to the people who hold it, and to one address each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from notifications.domain.addresses import same_address

CONTACT, PARTNER, HEADTEACHER = "contact", "partner", "headteacher"
OFFICER, OPERATOR = "school-improvement-officer", "operator"
CLERK, FINANCE, PANEL = "ldt-clerk", "finance-officer", "ldt-member"
DIRECTOR, LEAD_MEMBER = "director", "lead-member"
PERSON = "person"  # no role of the directory: its scope is a person's id
FORMER = "former-contact"  # as PERSON: the contact or mailbox that a form had before
EVERYWHERE = "*"
ANY_SCOPE = "any"  # no scope of the directory: every holder of the role


@dataclass(frozen=True, slots=True)
class RoleScope:
    """A role in its scopes, the most specific first. The first scope with a holder counts."""

    role: str
    scopes: tuple[str, ...]

    @property
    def label(self) -> str:
        """How a role without a holder is stored."""
        return f"{self.role}@{self.scopes[0]}"


@dataclass(frozen=True, slots=True)
class Audience:
    """The readers of a message: the holders of the first of these roles that has any.

    An optional audience without holders is left out. Any other is reported as `no-recipient`.
    """

    role_scopes: tuple[RoleScope, ...]
    optional: bool = False

    @property
    def label(self) -> str:
        """How an audience without holders is stored: by its first role."""
        return self.role_scopes[0].label


@dataclass(frozen=True, slots=True)
class Person:
    """A person or a mailbox that a message can go to; `preferences` are the directory's."""

    id: str
    email: str
    name: str | None = None
    active: bool = True
    preferences: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person and the role for which they get the message."""

    person: Person
    role: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """The recipients, each address once, and the audiences that have no holder yet."""

    recipients: tuple[Recipient, ...]
    unreached: tuple[Audience, ...]


Holders = Mapping[tuple[str, str], Sequence[Person]]


def resolve(
    audiences: Sequence[Audience], holders: Holders, mailboxes: Mapping[str, str]
) -> Resolution:
    """The recipients in the audiences' order; two with one address are the first of them."""
    recipients: dict[str, Recipient] = {}
    unreached: dict[str, Audience] = {}
    for audience in audiences:
        found = _holders(audience, holders) or _mailbox(audience, mailboxes)
        for recipient in found:
            recipients.setdefault(same_address(recipient.person.email), recipient)
        if not found:
            unreached.setdefault(audience.label, audience)
    return Resolution(tuple(recipients.values()), tuple(unreached.values()))


def mailbox_of(role: str, mailboxes: Mapping[str, str]) -> Person | None:
    """The role's shared mailbox, where the council has set one."""
    address = mailboxes.get(role)
    return Person(f"mailbox:{role}", address) if address else None


def _holders(audience: Audience, holders: Holders) -> list[Recipient]:
    for role_scope in audience.role_scopes:
        for scope in role_scope.scopes:
            people = [
                person for person in holders.get((role_scope.role, scope), ()) if person.active
            ]
            if people:
                return [Recipient(person, role_scope.role) for person in people]
    return []


def _mailbox(audience: Audience, mailboxes: Mapping[str, str]) -> list[Recipient]:
    for role_scope in audience.role_scopes:
        mailbox = mailbox_of(role_scope.role, mailboxes)
        if mailbox:
            return [Recipient(mailbox, role_scope.role)]
    return []
