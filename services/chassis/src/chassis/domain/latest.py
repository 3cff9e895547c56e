"""Facts by key: every one is kept, and the latest by its own instant holds."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from chassis.contracts.event import Reason
from chassis.domain.london_time import in_words
from chassis.domain.reasons import refuse

Fact = TypeVar("Fact")


def is_known(kept: Iterable[Fact], new: Fact, at: Callable[[Fact], datetime], thing: str) -> bool:
    """Whether exactly this is kept; refuses other content of the same instant.

    `kept` are the facts of one key, and `thing` names it in the refusal.
    """
    same = [each for each in kept if at(each) == at(new)]
    refuse(_contradicts(thing, at(new)) for each in same if each != new)
    return bool(same)


def _contradicts(thing: str, at: datetime) -> Reason:
    return Reason(
        "contradicts-earlier",
        f"{thing} of {in_words(at)} was received before with other content. "
        "Send the correction with the later time at which it was made.",
    )
