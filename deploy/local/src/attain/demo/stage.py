"""Where the demonstration is played: it says events, waits for what they cause, and keeps count."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from attain.commands.status import PUBLISHERS
from attain.demo.mails import read_all
from attain.demo.story import Story
from attain.publish import events as messages
from attain.publish.event_listener import EventListener, ReceivedEvent
from attain.publish.publisher import Publisher, traced
from attain.stack.stack import Stack
from chassis.messaging.topology import OPERATOR

PATIENCE = 45.0
MISSES_BORNE = 2
SPEAKER = "other-systems"


class LostThreadError(Exception):
    """So much did not happen that the rest of the story makes no sense."""


@dataclass(frozen=True)
class Effect:
    """Something that should have happened, and whether it was seen."""

    what: str
    seen: bool


@dataclass
class Stage:
    """One telling of the story on one running stack."""

    stack: Stack
    story: Story
    ear: EventListener
    publishers: dict[str, Publisher]
    mails_before: int  # of an earlier telling on the same stack
    effects: list[Effect] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def open(cls, stack: Stack, story: Story) -> AsyncIterator[Self]:
        """Every council system speaks with its own credentials; the operator listens."""
        planned, known = stack.plan, stack.credentials
        async with AsyncExitStack() as entered:
            entered.enter_context(traced(SPEAKER, stack.folder.path))
            listening = EventListener.listening(planned.broker_url(OPERATOR, known), "council.#")
            ear = await entered.enter_async_context(listening)
            publishers = {
                system: await entered.enter_async_context(
                    Publisher.connected(planned.broker_url(system, known))
                )
                for system in PUBLISHERS
            }
            yield cls(stack, story, ear, publishers, len(read_all(stack.folder.maildir)))

    async def say(self, event_type: str, data: Mapping[str, Any], at: datetime) -> str:
        """Publishes as the system that owns the type; returns the event's id."""
        system = event_type.split(".", maxsplit=1)[0]
        event = messages.bare(system, f"council.{event_type}.v1", data, time=at)
        await self.publishers[system].send(event)
        return event.id

    async def hear(self, event_type: str, what: str, **facts: Any) -> ReceivedEvent | None:
        """Waits for an event whose data hold these facts, and counts it as an effect."""
        whole = f"council.{event_type}.v1"

        def fits(heard: ReceivedEvent) -> bool:
            return heard.type == whole and facts.items() <= heard.data.items()

        found = await self.ear.first(fits, within=PATIENCE)
        self.note(what, seen=found is not None)
        if len(self.missed) > MISSES_BORNE:
            raise LostThreadError
        return found

    def note(self, what: str, *, seen: bool) -> None:
        """One more effect, seen or missed."""
        self.effects.append(Effect(what, seen))

    @property
    def missed(self) -> list[Effect]:
        """What should have happened and was not seen."""
        return [effect for effect in self.effects if not effect.seen]
