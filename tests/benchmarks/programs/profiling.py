"""BENCH_PROFILE=FILE keeps what cProfile saw of a program that is measured."""

import cProfile
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def profiled() -> Iterator[None]:
    """Off unless asked for: it doubles the time."""
    path = os.environ.get("BENCH_PROFILE")
    if not path:
        yield
        return
    profile = cProfile.Profile()
    profile.enable()
    yield
    profile.disable()
    profile.dump_stats(path)
