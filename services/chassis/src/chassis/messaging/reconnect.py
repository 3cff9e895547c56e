"""Loops that never end: they run again, after a longer wait each time, when a server is down."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog

Result = TypeVar("Result")
log = structlog.get_logger()


class Outage(Exception):  # noqa: N818 - it is an answer, not an error
    """The database or the broker is down: nothing is parked, work pauses until it answers."""


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
        """Start over with the shortest wait."""
        self._next = self._first


async def run_for_ever(
    name: str,
    serve: Callable[[Backoff], Coroutine[Any, Any, None]],
    again: Callable[[], None] | None = None,
) -> None:
    """Call `serve` until this task is cancelled; `serve` resets the backoff when all is well.

    A dead AMQP connection surfaces as a CancelledError that nobody requested: it does not end the
    loop.
    """
    backoff = Backoff(0.2, 5.0)
    while True:
        _log_end(name, await ended(serve(backoff)))
        if again is not None:
            again()
        await backoff.wait()


async def ended(work: Coroutine[Any, Any, Result]) -> "asyncio.Task[Result]":
    """Wait for the work in a task of its own, however it ends.

    A cancel of the caller cancels the work, and is never lost in it: a driver may turn the cancel
    into an error of its own, and a loop that goes on after it would never end.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.wait({task})
        raise
    return task


def _log_end(name: str, task: "asyncio.Task[Any]") -> None:
    if task.cancelled():
        log.warning("connection lost", loop=name)
    elif error := task.exception():
        frames = None if isinstance(error, OSError | Outage) else error
        log.warning("loop failed", loop=name, error=type(error).__name__, exc_info=frames)


async def close_within(seconds: float, closing: Awaitable[Any]) -> None:
    """Wait for a close to end, for so many seconds at most; its errors are ignored.

    A close of aio-pika's that a timeout cancels waits for ever where the broker is frozen. So
    nothing cancels it: it ends by itself, and nobody waits for it.
    """
    task = asyncio.ensure_future(closing)
    task.add_done_callback(_ignore_error)
    await asyncio.wait({task}, timeout=seconds)


def _ignore_error(task: "asyncio.Future[Any]") -> None:
    if not task.cancelled():
        task.exception()
