"""Reports the progress of an import, and pauses garbage collection during it."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Progress = Callable[[str, int, int], None]  # stage, done, total
T = TypeVar("T")
TICK = 1000


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Reports nothing."""


def watched(items: list[T], progress: Progress, stage: str) -> Iterator[T]:
    """The same items; reports progress at every thousandth."""
    for number, item in enumerate(items):
        if number % TICK == 0:
            progress(stage, number, len(items))
        yield item
    progress(stage, len(items), len(items))


def chunks(items: list[T], size: int) -> Iterable[list[T]]:
    """The items in pieces of this size."""
    return (items[start : start + size] for start in range(0, len(items), size))


@contextmanager
def without_collecting() -> Iterator[None]:
    """Pauses garbage collection: an import's objects all live on, so collecting costs time only."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
