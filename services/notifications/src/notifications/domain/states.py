"""The states of a delivery, and whether a failure is final."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

SOUGHT = "recipient-sought"  # nobody stands for its audience yet
QUEUED = "queued"
DELIVERED = "delivered"
PERMANENT = "permanent-failure"
EXHAUSTED = "temporary-failure-exhausted"
TECHNICAL = "technical-failure"
NO_RECIPIENT = "no-recipient"
NOT_SENT = "not-sent"  # nothing went wrong: the person has left, or has the mail already


class Failure(Enum):
    """What went wrong with one attempt."""

    REFUSED = "refused"  # 5xx about this message or its recipient: never again
    DEFERRED = "deferred"  # 4xx: the server asks us to come back
    OURS = "ours"  # no server to talk to, or a message we could not write


@dataclass(frozen=True, slots=True)
class Patience:
    """How long, and how often, a delivery is tried [settings]."""

    first: timedelta = timedelta(seconds=5)
    most: timedelta = timedelta(hours=1)
    give_up_after: timedelta = timedelta(hours=48)

    def pause(self, attempts: int) -> timedelta:
        """Twice as long after each attempt, up to the most."""
        doublings = min(max(attempts, 1) - 1, 20)
        return min(self.most, self.first * (1 << doublings))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a delivery after a failed attempt: final, or due again."""

    state: str
    due: datetime | None = None


def after_failure(
    failure: Failure, *, attempts: int, created: datetime, now: datetime, patience: Patience
) -> Verdict:
    """A refusal is final; anything else is tried again until it is too old to matter."""
    if failure is Failure.REFUSED:
        return Verdict(PERMANENT)
    due = now + patience.pause(attempts)
    if due < created + patience.give_up_after:
        return Verdict(QUEUED, due)
    return Verdict(EXHAUSTED if failure is Failure.DEFERRED else TECHNICAL)
