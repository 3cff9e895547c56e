"""Interests: who has one in an application, declared or by their own schools."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from applications.domain.panels import Panel, own_schools


@dataclass(frozen=True)
class Declaration:
    """A person's declaration; "none" is recorded too, and takes no earlier interest back."""

    person: str
    nature: str
    declared_at: datetime
    key: str = ""


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
