"""Telling how far an import is, and keeping it quick."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Progress = Callable[[str, int, int], None]  # what is being done, how much of it, of how much
T = TypeVar("T")
TICK = 1000


def quiet(_stage: str, _done: int, _total: int) -> None:
    """For those who do not watch."""


def watched(items: list[T], progress: Progress, stage: str) -> Iterator[T]:
    """The same items, telling every thousandth."""
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
    """Hundreds of thousands of objects that all live on: collecting in between only costs time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
