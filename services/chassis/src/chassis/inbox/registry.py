"""What a service consumes: one short function for each event type, found when an event comes."""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, is_dataclass, replace
from functools import cached_property
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from chassis.contracts.event import Event, Reason
from chassis.contracts.schemas import IntakeContracts
from chassis.contracts.texts import trimmed
from chassis.inbox.outcomes import Rejected
from chassis.messaging.topology import timer_type
from chassis.unit_of_work import Work

UNKNOWN_TYPE = Reason("unknown-type", "No service consumes this type or version.")
Function = Callable[[Any, Work], Awaitable[None]]
EventFunction = Callable[[Event, Work], Awaitable[None]]
GroupFunction = Callable[[Sequence[Event], Work], Awaitable[None]]
AuthorityOf = Callable[[Event, Work], Awaitable[str | None]]


@dataclass(frozen=True)
class Handler:
    """The pydantic model or standard dataclass that an event's data must fit, and its function."""

    event_type: str
    model: type[Any]
    function: Function

    async def __call__(self, event: Event, work: Work) -> None:
        """Call the function with the event's data as its model; Rejected if it does not fit."""
        await self.function(self.read(event), work)

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.model)

    def read(self, event: Event) -> Any:
        """The data as the handler's model."""
        try:
            return self._adapter.validate_python(event.data)
        except ValidationError as error:
            raise Rejected(_reasons(error)) from None


def _reasons(error: ValidationError) -> list[Reason]:
    details = error.errors(include_url=False, include_context=False, include_input=False)
    return [
        Reason("schema", f"The field {'.'.join(str(p) for p in d['loc']) or 'data'}: {d['msg']}.")
        for d in details[:20]
    ]


async def _unknown(_event: Event, _work: Work) -> str | None:
    return None


class Inbox:
    """Which events a service consumes, and which function handles each."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.handlers: dict[str, Handler] = {}
        self.timers: dict[str, Handler] = {}
        self.overdue: dict[str, Handler] = {}
        self.authority_of: AuthorityOf = _unknown
        self.group: GroupFunction | None = None
        self.group_patterns: tuple[str, ...] = ()

    @cached_property
    def contracts(self) -> IntakeContracts:
        """The contracts of the types that the service owns."""
        return IntakeContracts(self.service)

    def on(self, event_type: str) -> Callable[[Function], Function]:
        """Register the handler of an event type; its first parameter's annotation is the model."""

        def register(function: Function) -> Function:
            if event_type in self.handlers:
                raise ValueError(f"{event_type} has a handler already")
            self.handlers[event_type] = Handler(event_type, _model_of(function), function)
            return function

        return register

    def on_timer(self, name: str) -> Callable[[Function], Function]:
        """Register what happens when a timer of this name is due."""

        def register(function: Function) -> Function:
            event_type = timer_type(self.service, name)
            self.timers[event_type] = Handler(event_type, _model_of(function), function)
            return function

        return register

    def on_overdue(self, event_type: str) -> Callable[[Function], Function]:
        """Register what happens once when such an event has waited too long; it goes on waiting."""

        def register(function: Function) -> Function:
            self.overdue[event_type] = Handler(event_type, _model_of(function), function)
            return function

        return register

    def on_rejection(self, function: AuthorityOf) -> AuthorityOf:
        """Register what tells the local authority of a rejected event, for its operators.

        The event may be invalid. None where the authority is not known.
        """
        self.authority_of = function
        return function

    def on_group(self, *patterns: str) -> Callable[[GroupFunction], GroupFunction]:
        """Register one handler for all events, in batches: one transaction for each batch."""

        def register(function: GroupFunction) -> GroupFunction:
            self.group, self.group_patterns = function, patterns
            return function

        return register

    @property
    def types(self) -> list[str]:
        """The routing keys and patterns that the service's queue is bound to."""
        return sorted({*self.handlers, *self.group_patterns})

    async def dispatch(self, event: Event, work: Work) -> None:
        """Check the contract, then run the handler; Rejected for an unknown type.

        The ends of the data's texts are trimmed: people paste them with what they do not see.
        """
        handler = self._handler(event)
        if handler is None:
            raise Rejected([UNKNOWN_TYPE])
        event = replace(event, data=trimmed(event.data))
        if reasons := self.contracts.refuses(event):
            raise Rejected(reasons)
        await handler(event, work)

    def _handler(self, event: Event) -> EventFunction | None:
        if self.group is not None:
            return self._alone
        return self.handlers.get(event.type) or self.timers.get(event.type)

    async def _alone(self, event: Event, work: Work) -> None:
        assert self.group is not None  # noqa: S101 - only chosen if there is one
        await self.group([event], work)


def _model_of(function: Function) -> type[Any]:
    first = next(iter(inspect.signature(function, eval_str=True).parameters.values()))
    model = first.annotation
    if not (isinstance(model, type) and (is_dataclass(model) or issubclass(model, BaseModel))):
        raise TypeError(f"{function.__name__}'s first parameter must be a model or a dataclass")
    return model
