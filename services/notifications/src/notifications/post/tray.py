"""Where a consumer lays the deliveries it made, for a sender of the same process to take up."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager


class Tray:
    """Ids of deliveries leased to this process, in order; each lies here or is in hand once.

    Nothing is lost with it: a lease that runs out is claimed again from the store.
    """

    def __init__(self) -> None:
        self.holder = str(uuid.uuid4())
        self._ids: asyncio.Queue[str] = asyncio.Queue()
        self._known: set[str] = set()

    def lay(self, ids: Iterable[str]) -> None:
        """Put down what is to be sent; what is here already stays where it is."""
        for delivery in ids:
            if delivery not in self._known:
                self._known.add(delivery)
                self._ids.put_nowait(delivery)

    @asynccontextmanager
    async def take(self) -> AsyncIterator[str]:
        """The next one, in hand until the block ends; waits for it."""
        delivery = await self._ids.get()
        try:
            yield delivery
        finally:
            self._known.discard(delivery)

    def __len__(self) -> int:
        return self._ids.qsize()
