"""Where a consumer lays the deliveries it made, for a sender of the same process to take up."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from notifications.domain.people import Person
from notifications.store import Delivery, Notice


@dataclass(frozen=True, slots=True)
class Addressed:
    """A delivery and to whom it goes now; without a person nobody stands for it any more."""

    row: Delivery
    notice: Notice
    person: Person | None
    schools: Mapping[str, str]


class Tray:
    """Deliveries leased to this process, in order; each lies here or is in hand once.

    Nothing is lost with it: a lease that runs out is claimed again from the store.
    """

    def __init__(self) -> None:
        self.holder = str(uuid.uuid4())
        self._ids: asyncio.Queue[str] = asyncio.Queue()
        self._known: dict[str, Addressed | None] = {}

    def lay(self, deliveries: Mapping[str, Addressed | None]) -> None:
        """Put down what is to be sent, addressed where that was just looked up.

        What is here already stays where it is.
        """
        for delivery, addressed in deliveries.items():
            if delivery not in self._known:
                self._known[delivery] = addressed
                self._ids.put_nowait(delivery)

    @asynccontextmanager
    async def take(self) -> AsyncIterator[tuple[str, Addressed | None]]:
        """The next one, in hand until the block ends; waits for it."""
        delivery = await self._ids.get()
        try:
            yield delivery, self._known[delivery]
        finally:
            del self._known[delivery]
