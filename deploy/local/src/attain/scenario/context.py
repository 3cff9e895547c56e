"""The connections of a run to its stack, and the effects that it has seen or missed."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from attain.errors import AttainError
from attain.publish import events
from attain.publish.event_listener import EventListener, ReceivedEvent
from attain.publish.publisher import Publisher, traced
from attain.stack.stack import Stack
from chassis.messaging.topology import OPERATOR

PUBLISHERS = ("forms", "casework", "finance", "inspections", "directory")
EFFECT_SECONDS = 45.0
MAX_MISSED = 2
TRACED_AS = "other-systems"


class TooManyMissedError(AttainError):
    """So much did not happen that the rest of the scenario makes no sense."""


@dataclass(frozen=True)
class Effect:
    """Something that should happen, and whether it was seen."""

    text: str
    seen: bool


@dataclass
class Context:
    """Publishes as every council system, listens as the operator, and keeps the effects."""

    stack: Stack
    listener: EventListener
    publishers: dict[str, Publisher]
    effects: list[Effect] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def opened(cls, stack: Stack) -> AsyncIterator[Self]:
        """Each system publishes with its own credentials."""
        plan, credentials = stack.plan, stack.credentials
        async with AsyncExitStack() as entered:
            entered.enter_context(traced(TRACED_AS, stack.folder.path))
            listening = EventListener.listening(plan.broker_url(OPERATOR, credentials), "council.#")
            listener = await entered.enter_async_context(listening)
            publishers = {
                system: await entered.enter_async_context(
                    Publisher.connected(plan.broker_url(system, credentials))
                )
                for system in PUBLISHERS
            }
            yield cls(stack, listener, publishers)

    async def publish(self, event_type: str, data: Mapping[str, Any], at: datetime) -> str:
        """Publish as the system that owns the type; returns the event's id."""
        system = event_type.split(".", maxsplit=1)[0]
        event = events.bare(system, f"council.{event_type}.v1", data, time=at)
        await self.publishers[system].send(event)
        return event.id

    async def expect(
        self, event_type: str, text: str, known: Mapping[str, Any], code: str | None = None
    ) -> ReceivedEvent | None:
        """Wait for an event in which all that is known agrees, and note the effect.

        What the event leaves open, as null, agrees with anything. With a code it must have a
        reason with this code. Raises TooManyMissedError.
        """
        whole = f"council.{event_type}.v1"

        def fits(event: ReceivedEvent) -> bool:
            if event.type != whole:
                return False
            shared = {name for name in known if event.data.get(name) is not None}
            agrees = bool(shared) and all(event.data[name] == known[name] for name in shared)
            return agrees and (code is None or code in _codes(event))

        found = await self.listener.first(fits, within=EFFECT_SECONDS)
        self.note(text, seen=found is not None)
        if len(self.missed) > MAX_MISSED:
            raise TooManyMissedError("Too many effects are missing, so the rest is not played.")
        return found

    def note(self, text: str, *, seen: bool) -> None:
        """Keep one more effect."""
        self.effects.append(Effect(text, seen))

    @property
    def missed(self) -> list[Effect]:
        """The effects that should have happened and were not seen."""
        return [effect for effect in self.effects if not effect.seen]


def _codes(event: ReceivedEvent) -> list[str]:
    return [reason["code"] for reason in event.data["reasons"]]
