"""Waiting longer after each failure, shortly again after a success, and no more once cancelled."""

import asyncio

import pytest

from chassis.messaging.reconnect import Backoff, Outage, run_for_ever
from support.polling import eventually


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


@pytest.mark.parametrize("turned_into", [Outage("the database takes no write"), OSError(), None])
async def test_cancel_that_a_driver_turns_into_an_error_or_swallows_ends_the_loop(turned_into):
    serving = asyncio.Event()

    async def serve(_backoff):
        serving.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if turned_into is not None:
                raise turned_into from None

    looping = asyncio.create_task(run_for_ever("consumer", serve))
    await serving.wait()
    looping.cancel()
    async with asyncio.timeout(30):
        await asyncio.wait({looping})
    assert looping.cancelled()


async def test_group_of_tasks_that_failed_does_not_end_the_loop():
    """The group counts a cancel of its parent, which Python 3.11 leaves in place."""
    calls = []

    async def fail():
        await asyncio.sleep(0)
        raise OSError

    async def serve(_backoff):
        calls.append(1)
        async with asyncio.TaskGroup() as group:
            group.create_task(fail() if len(calls) < 3 else asyncio.Event().wait())

    looping = asyncio.create_task(run_for_ever("sender", serve))
    await eventually(lambda: len(calls) == 3)
    looping.cancel()
    await asyncio.wait({looping})
    assert looping.cancelled()


async def test_cancel_that_nobody_requested_does_not_end_the_loop():
    calls = []

    async def serve(_backoff):
        calls.append(1)
        if len(calls) == 1:
            raise asyncio.CancelledError
        await asyncio.Event().wait()

    looping = asyncio.create_task(run_for_ever("relay", serve))
    await eventually(lambda: len(calls) == 2)
    looping.cancel()
    await asyncio.wait({looping})
    assert looping.cancelled()
