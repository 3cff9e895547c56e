"""Seconds that passed, and seconds that this process used a processor."""

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
