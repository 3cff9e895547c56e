"""Leaving a connection behind: its close gets so long and no longer, however the broker is."""

import asyncio
from collections.abc import Awaitable
from typing import Any


async def close_within(seconds: float, closing: Awaitable[Any]) -> None:
    """Wait for a close to end, and no longer than that; what it raises says nothing new.

    A close of aio-pika's that a timeout cancels waits for ever, where the broker is frozen, for an
    end that the cancel took away. So nothing cancels it: it ends by itself, with nobody waiting.
    """
    task = asyncio.ensure_future(closing)
    task.add_done_callback(_read)
    await asyncio.wait({task}, timeout=seconds)


def _read(task: "asyncio.Future[Any]") -> None:
    if not task.cancelled():
        task.exception()
