"""Seconds that passed, and seconds that this process used a processor."""

import asyncio
import time

from benchmarks.harness import Figures


class Stopwatch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._wall, self._used = time.perf_counter(), time.process_time()

    def read(self) -> Figures:
        """What has passed since."""
        return {
            "seconds": time.perf_counter() - self._wall,
            "processor_seconds": time.process_time() - self._used,
        }


class Lap:
    """Counts what is done; the first tenth, in which a program warms up, is not measured.

    Of a count so small that all of it comes at once nothing follows the first tenth: then all is
    measured, warming up included, from when this was made.
    """

    def __init__(self, count: int) -> None:
        self._count, self._done, self._before = count, 0, 0
        self._watch, self._warm = Stopwatch(), False
        self._over = asyncio.Event()
        self._figures: Figures = {}

    def took(self, number: int = 1) -> None:
        """So many more are done."""
        self._done += number
        if self._done >= self._count:
            self._figures = self._watch.read()
            self._over.set()
        elif not self._warm and self._done >= self._count / 10:
            self._watch, self._before, self._warm = Stopwatch(), self._done, True

    async def rate(self) -> Figures:
        """Of each second, when all are done."""
        await self._over.wait()
        measured = self._done - self._before
        return {"rate": measured / self._figures["seconds"], "measured": measured, **self._figures}
