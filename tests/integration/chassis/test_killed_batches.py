"""A thousand deliveries, and a process that is killed between a commit and its acks."""

import asyncio
import signal
import sys
from pathlib import Path

import orjson
import pytest
from cryptography.fernet import Fernet

from chassis import Inbox
from support.dying_batches import inbox
from support.sample_service import bind, build, make_tables, states, things

HAPPENED = "council.schools.thing.happened.v1"
DELIVERIES, DEATHS = 1_000, 2


@pytest.fixture
def settings(vhost, store_url, tmp_path):
    bind(vhost, Inbox("reporting"))
    return {
        "data_dir": str(tmp_path),
        "amqp_url": vhost.url("reporting"),
        "database_url": store_url("reporting"),
        "key": Fernet.generate_key().decode(),
        "group_size": 100,
    }


async def dies(settings, root) -> int:
    """Starts the service in a process of its own; returns its exit status."""
    command = (sys.executable, "-m", "support.dying_batches", orjson.dumps(settings).decode())
    process = await asyncio.create_subprocess_exec(*command, cwd=Path(root, "tests"))
    try:
        async with asyncio.timeout(60):
            return await process.wait()
    finally:
        if process.returncode is None:
            process.kill()


async def test_kill_between_commit_and_ack_loses_nothing_and_doubles_nothing(
    settings, root, bus, eventually
):
    for number in range(DELIVERIES):
        subject = f"S-{number}"
        await bus.publish(HAPPENED, {"number": number}, subject=subject, id=subject)
    for _ in range(DEATHS):
        assert await dies(settings, root) == -signal.SIGKILL
    service = build(inbox(dies=False), **settings)
    await make_tables(service)
    committed = len(await states(service))
    assert DEATHS < committed < DELIVERIES
    async with service.running():

        async def all_settled() -> bool:
            return len(await states(service)) == DELIVERIES

        await eventually(all_settled)
        assert set((await states(service)).values()) == {"applied"}
        assert await things(service) == {f"S-{number}": 1 for number in range(DELIVERIES)}

        async def queue_is_empty() -> bool:
            channel = await bus.channel("operator")
            queue = await channel.declare_queue("reporting.inbox", passive=True)
            return queue.declaration_result.message_count == 0

        await eventually(queue_is_empty)
