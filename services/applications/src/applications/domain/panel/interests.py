"""Interests: who has one in an application, declared, by their own schools or by their post."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from applications.domain.panel.panels import Panel, own_schools
from applications.domain.round.in_time import in_order


@dataclass(frozen=True)
class Declaration:
    """A person's declaration; "none" is recorded too, and takes no earlier interest back."""

    person: str
    nature: str
    declared_at: datetime
    key: str = ""


@dataclass(frozen=True)
class Posting:
    """What the directory said of a person: the schools that they lead or whose board they chair."""

    ce_time: datetime
    event_id: str
    person: str
    schools: tuple[str, ...]


def by_post(
    postings: Iterable[Posting],
    schools: Collection[str],
    since: Mapping[str, datetime],
    released_at: datetime | None = None,
) -> dict[str, str]:
    """Each person who leads one of these schools, or chairs its governors, and why.

    A post counts that a person holds at the instant in `since`, when they voted or scored, or that
    begins later and before the release.
    """
    found: dict[str, str] = {}
    for person, at in since.items():
        own = in_order([each for each in postings if each.person == person])
        held = [each for each in own if each.ce_time <= at][-1:]
        later = [each for each in own if each.ce_time > at]
        begun = [each for each in later if released_at is None or each.ce_time < released_at]
        for urn in (urn for each in (*held, *begun) for urn in each.schools if urn in schools):
            found[person] = f"head teacher or chair of governors of {urn}"
    return found


def with_interest(
    panel: Panel | None,
    schools: Collection[str],
    declarations: Iterable[Declaration],
    released_at: datetime | None = None,
) -> dict[str, str]:
    """Each person with an interest and why; what was declared from the release on is too late."""
    declared = {
        each.person: f"declared interest: {each.nature}"
        for each in sorted(declarations, key=lambda each: each.declared_at, reverse=True)
        if each.nature != "none" and not is_too_late(each, released_at)
    }
    return {**(own_schools(panel, schools) if panel else {}), **declared}


def is_too_late(declaration: Declaration, released_at: datetime | None) -> bool:
    """Whether it was declared after the release: the decision stays, and is flagged."""
    return released_at is not None and declaration.declared_at >= released_at
