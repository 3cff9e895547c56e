"""The states of a delivery, and whether a failure is final."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

AWAITING_RECIPIENT = "recipient-sought"  # its audience has no holder yet
AWAITING_DIGEST = "awaits-digest"  # its person chose a daily digest
QUEUED = "queued"
DELIVERED = "delivered"
PERMANENT = "permanent-failure"
EXHAUSTED = "temporary-failure-exhausted"
TECHNICAL = "technical-failure"
NO_RECIPIENT = "no-recipient"
LOST_WITH_DIGEST = "digest-not-delivered"  # the reason of a message whose digest failed
NOT_SENT = "not-sent"  # no failure: the person has left, or has the message already


class Failure(Enum):
    """Why one attempt failed."""

    PERMANENT = "permanent"  # 5xx about this message or its recipient: not tried again
    TEMPORARY = "temporary"  # 4xx: the server asks to try later
    TECHNICAL = "technical"  # the connection failed, or the message could not be built


@dataclass(frozen=True, slots=True)
class Attempt:
    """The outcome of one attempt: accepted if there is no failure.

    `reason` is a code: the mail server's sentence may contain an address.
    """

    failure: Failure | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often a delivery is tried [settings]."""

    first: timedelta = timedelta(seconds=5)
    max: timedelta = timedelta(hours=1)
    give_up_after: timedelta = timedelta(hours=48)

    def pause(self, attempts: int) -> timedelta:
        """Twice as long after each attempt, up to the maximum."""
        doublings = min(max(attempts, 1) - 1, 20)
        return min(self.max, self.first * (1 << doublings))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A delivery's state after a failed attempt: final, or queued again with a due time."""

    state: str
    due: datetime | None = None


def after_failure(
    failure: Failure, *, attempts: int, created: datetime, now: datetime, patience: Patience
) -> Verdict:
    """A permanent failure is final; any other is tried again until the delivery is too old."""
    if failure is Failure.PERMANENT:
        return Verdict(PERMANENT)
    due = now + patience.pause(attempts)
    if due < created + patience.give_up_after:
        return Verdict(QUEUED, due)
    return Verdict(EXHAUSTED if failure is Failure.TEMPORARY else TECHNICAL)
