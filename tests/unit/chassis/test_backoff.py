"""Waiting longer after each failure, and shortly again after a success."""

import asyncio

from chassis.messaging.reconnect import Backoff


async def test_each_wait_doubles_up_to_the_most_and_a_reset_starts_over(monkeypatch):
    waited: list[float] = []

    async def note(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", note)
    backoff = Backoff(0.2, 1.0)
    for _ in range(5):
        await backoff.wait()
    backoff.reset()
    await backoff.wait()
    for seconds, nominal in zip(waited, [0.2, 0.4, 0.8, 1.0, 1.0, 0.2], strict=True):
        assert 0.9 * nominal <= seconds <= 1.1 * nominal


async def test_two_that_failed_together_do_not_come_back_together(monkeypatch):
    waited: set[float] = set()

    async def note(seconds: float) -> None:
        waited.add(seconds)

    monkeypatch.setattr(asyncio, "sleep", note)
    for _ in range(20):
        await Backoff(1.0, 1.0).wait()
    assert len(waited) > 1
