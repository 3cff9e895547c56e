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
    """Counts what is done; the first tenth, in which a program warms up, is not measured."""

    def __init__(self, count: int) -> None:
        self._count, self._done, self._before = count, 0, 0
        self._watch: Stopwatch | None = None
        self._over = asyncio.Event()
        self._figures: Figures = {}

    def took(self, number: int = 1) -> None:
        """So many more are done."""
        self._done += number
        if self._watch is None and self._done >= self._count / 10:
            self._watch, self._before = Stopwatch(), self._done
        if self._watch is not None and self._done >= self._count:
            self._figures = self._watch.read()
            self._over.set()

    async def rate(self) -> Figures:
        """Of each second, when all are done."""
        await self._over.wait()
        measured = self._done - self._before
        return {"rate": measured / self._figures["seconds"], "measured": measured, **self._figures}
