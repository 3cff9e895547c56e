"""What a handler may answer besides success: never, or not yet."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol


class SaysWhy(Protocol):
    """Anything with a code for programs and a sentence for people."""

    @property
    def code(self) -> str:
        """A word for programs."""

    @property
    def message(self) -> str:
        """A sentence for people."""


class Reason(NamedTuple):
    """Why something was refused: a code for programs, a sentence its reader can act on."""

    code: str
    message: str


class Rejected(Exception):  # noqa: N818 - it is an answer, not an error
    """The event can never be applied as it stands: it is parked and its publisher is told."""

    def __init__(self, reasons: Iterable[SaysWhy]) -> None:
        self.reasons = [Reason(reason.code, reason.message) for reason in reasons]
        if not self.reasons:
            raise ValueError("a refusal needs at least one reason")
        super().__init__(", ".join(reason.code for reason in self.reasons))


class NotYet(Exception):  # noqa: N818 - it is an answer, not an error
    """Something that must come first has not arrived: the event waits for it.

    `things` are keys such as `school:111632`, the same that `Work.changed` is told.
    """

    def __init__(self, things: Iterable[str]) -> None:
        self.things = tuple(sorted(set(things)))
        if not self.things:
            raise ValueError("waiting needs something to wait for")
        super().__init__(", ".join(self.things))


def wait_for(kind: str, *identities: str) -> NotYet:
    """What to raise for an event that waits for these things of one kind."""
    return NotYet(f"{kind}:{identity}" for identity in identities)
