"""Refuses an event that dates something in the future, before its handler runs."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from functools import cache, wraps
from typing import Any

from chassis.contracts.event import Event, Reason
from chassis.contracts.happened import dated_in, dated_in_the_future
from chassis.contracts.package_files import contract_file
from chassis.inbox.outcomes import Rejected
from chassis.unit_of_work import Work

Function = Callable[[Any, Work], Awaitable[None]]


def already_happened(
    service: str, may_lie_ahead: Mapping[str, Collection[str]]
) -> Callable[[Function], Function]:
    """Wrap a handler of the service, so that it runs only for what has happened.

    Raises Rejected, `dated-in-the-future`. `may_lie_ahead` names, for an event type, the places of
    its contract that may be later than the event, such as `milestones[].due`.
    """

    def checked(function: Function) -> Function:
        @wraps(function)
        async def check(data: Any, work: Work) -> None:
            if work.event and (reasons := _reasons(service, may_lie_ahead, work.event)):
                raise Rejected(reasons)
            await function(data, work)

        return check

    return checked


def _reasons(
    service: str, may_lie_ahead: Mapping[str, Collection[str]], event: Event
) -> list[Reason]:
    dated = dated_in(_contract(service, event.type), event.data)
    return dated_in_the_future(dated, may_lie_ahead.get(event.type, ()), event.time)


@cache
def _contract(service: str, event_type: str) -> dict[str, Any]:
    """The contract of a type that the service owns; of another one, none."""
    return contract_file(service, "intake", f"{event_type}.schema.json") or {}
