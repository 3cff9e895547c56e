"""Waiting longer after each failure, and shortly again after a success."""

import asyncio
import random


class Backoff:
    """Doubles its wait from `first` to `most` seconds, with a tenth of jitter."""

    def __init__(self, first: float, most: float) -> None:
        self._first, self._most = first, most
        self._next = first

    async def wait(self) -> None:
        """Wait, and longer the next time."""
        delay = self._next * random.uniform(0.9, 1.1)  # noqa: S311 - jitter, not a secret
        self._next = min(self._next * 2, self._most)
        await asyncio.sleep(delay)

    def reset(self) -> None:
        """Start over: it works again."""
        self._next = self._first
