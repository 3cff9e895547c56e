"""Patience: waiting for a condition instead of sleeping and hoping."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any

PATIENCE = 120.0  # seconds: what a busy machine may need; only a failure takes as long


def pause(waited: float) -> float:
    """Seconds until the next look: a tenth of the wait so far, for looking takes work as well."""
    return min(max(0.02, waited / 10), 0.5)


async def eventually(
    condition: Callable[[], Any | Awaitable[Any]],
    timeout: float = PATIENCE,  # noqa: ASYNC109  it bounds many attempts, not one await
    *,
    message: str = "",
) -> Any:
    """Returns the condition's value once it is true; an assertion in it means not yet."""
    started = time.monotonic()
    while True:
        failure: AssertionError | None = None
        value = None
        try:
            value = condition()
            value = await value if inspect.isawaitable(value) else value
        except AssertionError as not_yet:
            failure = not_yet
        if failure is None and value is not False and value:
            return value
        waited = time.monotonic() - started
        if waited > timeout:
            raise failure or AssertionError(
                message or f"not within {timeout:g} s: {inspect.getsource(condition).strip()}"
            )
        await asyncio.sleep(pause(waited))


def eventually_now(condition: Callable[[], Any], timeout: float = PATIENCE) -> Any:
    """The same for tests without a loop."""
    started = time.monotonic()
    while not (value := condition()):
        waited = time.monotonic() - started
        if waited > timeout:
            raise AssertionError(f"not within {timeout:g} s: {inspect.getsource(condition)}")
        time.sleep(pause(waited))
    return value
