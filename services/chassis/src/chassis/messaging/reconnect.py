"""Loops that never end: they run again, after a longer wait each time, when a server is down."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

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
    name: str, serve: Callable[[Backoff], Awaitable[None]], again: Callable[[], None] | None = None
) -> None:
    """Call `serve` until this task is cancelled; `serve` resets the backoff when all is well.

    A dead AMQP connection surfaces as a CancelledError that nobody requested: it does not end the
    loop.
    """
    backoff = Backoff(0.2, 5.0)
    while True:
        try:
            await serve(backoff)
        except (asyncio.CancelledError, Exception) as error:  # noqa: BLE001 - the loop goes on
            end_if_cancelled()
            _log_failure(name, error)
        end_if_cancelled()
        if again is not None:
            again()
        await backoff.wait()


def end_if_cancelled() -> None:
    """Raise CancelledError where somebody cancelled this task.

    A driver may turn the cancel into an error of its own: a loop that goes on after it never ends.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _log_failure(name: str, error: BaseException) -> None:
    if isinstance(error, asyncio.CancelledError):
        log.warning("connection lost", loop=name)
        return
    expected = isinstance(error, OSError | Outage)
    log.warning("loop failed", loop=name, error=type(error).__name__, exc_info=not expected)


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
