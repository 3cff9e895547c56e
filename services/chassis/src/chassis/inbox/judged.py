"""Answers for the rules: a refusal parks the event, and what must come first makes it wait."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import TypeVar

from chassis.domain.reasons import MustWait, Refused
from chassis.inbox.outcomes import Rejected, wait_for
from chassis.unit_of_work import Work

Command = TypeVar("Command")
UseCase = Callable[[Command, Work], Awaitable[None]]


def judged(use_case: UseCase[Command]) -> UseCase[Command]:
    """The use case, with the domain's exceptions as the chassis' own."""

    @wraps(use_case)
    async def judge(command: Command, work: Work) -> None:
        try:
            await use_case(command, work)
        except Refused as refused:
            raise Rejected(refused.reasons) from None
        except MustWait as early:
            raise wait_for(early.kind, early.identity) from None

    return judge
