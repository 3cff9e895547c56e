"""The outcomes of an event, and what a handler raises when it cannot apply one."""

from collections.abc import Iterable
from enum import StrEnum

from chassis.contracts.event import Reason, SaysWhy


class Outcome(StrEnum):
    """What happened to one delivery, in the words of the metrics."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    WAITING = "waiting"
    PARKED = "parked"
    FAILED = "failed"
    IGNORED = "ignored"  # not addressed to this service


class Rejected(Exception):  # noqa: N818 - an answer, not an error
    """The event can never be applied as it is: it is parked and its publisher gets the reasons."""

    def __init__(self, reasons: Iterable[SaysWhy]) -> None:
        self.reasons = [Reason(reason.code, reason.message) for reason in reasons]
        if not self.reasons:
            raise ValueError("a rejection needs at least one reason")
        super().__init__(", ".join(reason.code for reason in self.reasons))


class NotYet(Exception):  # noqa: N818 - an answer, not an error
    """Something that must come first has not arrived: the event waits for it.

    `prerequisites` are keys such as `school:111632`, the same that `Work.changed` gets.
    """

    def __init__(self, prerequisites: Iterable[str]) -> None:
        self.prerequisites = tuple(sorted(set(prerequisites)))
        if not self.prerequisites:
            raise ValueError("an event that waits needs at least one prerequisite")
        super().__init__(", ".join(self.prerequisites))


def wait_for(kind: str, *identities: str) -> NotYet:
    """The exception to raise for an event that waits for these identities of one kind."""
    return NotYet(f"{kind}:{identity}" for identity in identities)
