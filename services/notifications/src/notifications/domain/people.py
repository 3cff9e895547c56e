"""Resolving a role in a scope to the people who hold it, and to one address each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notifications.domain.addresses import same_address

CONTACT, PARTNER, HEADTEACHER = "contact", "partner", "headteacher"
OFFICER, OPERATOR = "school-improvement-officer", "operator"
EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Post:
    """A role in its scopes, the most specific first; the first that has a holder is the one."""

    role: str
    scopes: tuple[str, ...]

    @property
    def label(self) -> str:
        """How a post that nobody holds is written down."""
        return f"{self.role}@{self.scopes[0]}"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a message is for: the first of these posts that anybody holds.

    An optional one that nobody came to hold is passed over; of any other it is said that nobody
    was told.
    """

    posts: tuple[Post, ...]
    optional: bool = False

    @property
    def label(self) -> str:
        """How one that nobody stands for is written down: by its first post."""
        return self.posts[0].label


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or a mailbox, that a message can go to."""

    id: str
    email: str
    name: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person and the role in which they are told."""

    person: Person
    role: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is told, each address once, and which audiences nobody stands for as yet."""

    recipients: tuple[Recipient, ...]
    unreached: tuple[Audience, ...]


Holders = Mapping[tuple[str, str], Sequence[Person]]


def resolve(
    audiences: Sequence[Audience], holders: Holders, mailboxes: Mapping[str, str]
) -> Resolution:
    """The recipients in the audiences' order; two with one address are the first of them."""
    told: dict[str, Recipient] = {}
    unreached: dict[str, Audience] = {}
    for audience in audiences:
        found = _holders(audience, holders) or _mailbox(audience, mailboxes)
        for recipient in found:
            told.setdefault(same_address(recipient.person.email), recipient)
        if not found:
            unreached.setdefault(audience.label, audience)
    return Resolution(tuple(told.values()), tuple(unreached.values()))


def mailbox_of(role: str, mailboxes: Mapping[str, str]) -> Person | None:
    """The role's shared mailbox, where the council has set one."""
    address = mailboxes.get(role)
    return Person(f"mailbox:{role}", address) if address else None


def _holders(audience: Audience, holders: Holders) -> list[Recipient]:
    for post in audience.posts:
        for scope in post.scopes:
            people = [person for person in holders.get((post.role, scope), ()) if person.active]
            if people:
                return [Recipient(person, post.role) for person in people]
    return []


def _mailbox(audience: Audience, mailboxes: Mapping[str, str]) -> list[Recipient]:
    for post in audience.posts:
        mailbox = mailbox_of(post.role, mailboxes)
        if mailbox:
            return [Recipient(mailbox, post.role)]
    return []
