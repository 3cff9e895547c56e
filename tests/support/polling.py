"""Patience: waiting for a condition instead of sleeping and hoping."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any

PAUSE = 0.02
PATIENCE = 60.0  # seconds: what a slow machine may need; only a failure takes as long


async def eventually(
    condition: Callable[[], Any | Awaitable[Any]],
    timeout: float = PATIENCE,  # noqa: ASYNC109  it bounds many attempts, not one await
    *,
    message: str = "",
) -> Any:
    """Returns the condition's value once it is true; an assertion in it means not yet."""
    deadline = time.monotonic() + timeout
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
        if time.monotonic() > deadline:
            raise failure or AssertionError(
                message or f"not within {timeout:g} s: {inspect.getsource(condition).strip()}"
            )
        await asyncio.sleep(PAUSE)


def eventually_now(condition: Callable[[], Any], timeout: float = PATIENCE) -> Any:
    """The same for tests without a loop."""
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {timeout:g} s: {inspect.getsource(condition)}")
        time.sleep(PAUSE)
    return value
