"""A message that kills the process again and again takes no innocents with it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import aio_pika
import orjson
import pytest

from chassis.messaging.topology import inbox_arguments, parked_queue
from support.dying import POISON
from support.sample_service import WITHDRAWN, rows, states, things, withdrawal

NEIGHBOURS = 60
LIMIT = 4  # instead of 20: each death costs the start of a process


@pytest.fixture
def impatient_inbox(vhost) -> None:
    """The real inbox queue, with a smaller delivery limit."""
    path = f"/api/queues/{vhost.name}/applications.inbox.forms"
    arguments = inbox_arguments("applications") | {"x-delivery-limit": LIMIT}
    vhost.broker.http("DELETE", path)
    vhost.broker.http("PUT", path, json={"durable": True, "arguments": arguments})


@pytest.fixture
def process(root) -> Iterator[object]:
    """Starts the dying service, and ends it with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(service) -> subprocess.Popen[bytes]:
        settings = service.settings.model_dump(mode="json", exclude={"key"})
        settings |= {"key": service.settings.key.get_secret_value(), "prefetch": 50}
        command = [sys.executable, "-m", "support.dying", orjson.dumps(settings).decode()]
        started.append(subprocess.Popen(command, cwd=Path(root, "tests")))
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.wait()


@pytest.mark.timeout(900)
async def test_the_poison_alone_is_parked_and_its_neighbours_are_applied(
    impatient_inbox, make_service, process, bus, eventually, vhost
):
    service = await make_service(run=False)
    for number in range(NEIGHBOURS):
        form = f"FORM-{number}"
        await bus.publish(WITHDRAWN, withdrawal(form), subject=form, id=f"{number}")
        if number == NEIGHBOURS // 2:
            await bus.publish(WITHDRAWN, withdrawal(POISON), subject=POISON, id="poison")
    channel = await bus.channel("operator")
    deaths, running = 0, process(service)

    async def parked() -> bool:
        nonlocal deaths, running
        if running.poll() is not None:
            assert running.returncode == 9
            deaths, running = deaths + 1, process(service)
        return (await states(service)).get("poison") == "parked"

    await eventually(parked, 300)
    assert deaths == LIMIT + 1

    async def all_settled() -> bool:
        return len(await states(service)) == NEIGHBOURS + 1

    await eventually(all_settled)
    fates = await states(service)
    assert fates.pop("poison") == "parked"
    assert set(fates.values()) == {"applied"}
    assert await things(service) == {f"FORM-{number}": 1 for number in range(NEIGHBOURS)}
    [row] = [row for row in await rows(service) if row.state == "parked"]
    assert [reason["code"] for reason in row.reasons] == ["killed-the-process"]
    assert (row.event_type, row.event_id) == (WITHDRAWN, "poison")

    async def taken_away() -> bool:
        queue = await channel.declare_queue(parked_queue("applications"), passive=True)
        return queue.declaration_result.message_count == 0

    await eventually(taken_away)
    assert running.poll() is None
    told = await eventually(lambda: bus.rejections("forms"))
    assert [each["event_id"] for each in told] == ["poison"]


async def test_what_the_broker_parked_is_taken_from_its_queue_unparsed(
    make_service, bus, eventually
):
    service = await make_service()
    channel = await bus.channel("operator")
    for body in (b"{", b"\xff", b'{"form_reference": 1}'):
        message = aio_pika.Message(body, headers={"ce-id": "x"})
        await channel.default_exchange.publish(message, parked_queue("applications"))

    async def all_parked() -> bool:
        return [row.state for row in await rows(service)] == ["parked"] * 3

    await eventually(all_parked)
