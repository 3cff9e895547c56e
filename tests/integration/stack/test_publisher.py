"""`attain publisher`: changes that the running broker has at once, and its next start keeps."""

import asyncio
import json
import shlex
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import aio_pika
import pytest
from aiormq.exceptions import ChannelAccessRefused

from attain.commands import publisher
from attain.rabbitmq.control import Control, ControlError
from attain.rabbitmq.node import Node
from attain.rabbitmq.publishers import PublisherError, broker_definitions
from attain.settings import credentials
from attain.settings.folder import DataFolder, write_json
from attain.settings.plan import SQLITE, Plan
from attain.settings.ports import WANTED, free_ports
from attain.stack.stack_lock import locked
from chassis.messaging.topology import EVENTS, REJECTIONS, rejected_queue
from support import readme

pytestmark = pytest.mark.timeout(300)
OPERATIONS = Path(__file__).parents[3] / "docs" / "operations.md"


@dataclass
class Broker:
    """A private node as `attain up` runs it, with its data folder."""

    folder: DataFolder
    plan: Plan
    node: Node

    def url(self, user: str) -> str:
        return self.plan.broker_url(user, credentials.load_or_make(self.folder))

    def restart(self) -> None:
        """In the main thread: the node ends with the thread that started it."""
        self.node.stop()
        self.node.start()
        self.node.wait_until_listening()


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    folder = DataFolder.at(tmp_path_factory.mktemp("publisher") / "data")
    folder.make()
    plan = Plan(dict(zip(WANTED, free_ports(len(WANTED)), strict=True)), SQLITE)
    write_json(folder.plan, asdict(plan))
    passwords = credentials.load_or_make(folder).passwords
    write_json(folder.definitions, broker_definitions(passwords))
    node = Node(folder.rabbitmq, plan.node_ports, folder.definitions)
    with locked(folder):
        node.start()
        node.wait_until_listening()
        yield Broker(folder, plan, node)
        node.kill()
        node.stop()


async def may_log_in(url: str) -> bool:
    try:
        async with await aio_pika.connect(url, timeout=20):
            return True
    except aio_pika.exceptions.AMQPConnectionError:
        return False


async def publish(url: str, event_type: str) -> None:
    async with await aio_pika.connect(url, timeout=20) as connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange(EVENTS, ensure=False)
        await exchange.publish(aio_pika.Message(b"{}"), routing_key=event_type)


async def test_rotated_password_replaces_the_old_one_and_survives_a_restart(
    broker: Broker,
) -> None:
    old = broker.url("finance")
    other = broker.url("forms")
    closed = asyncio.Event()
    open_connection = await aio_pika.connect(old, timeout=20)
    open_connection.close_callbacks.add(lambda *_: closed.set())
    await asyncio.to_thread(publisher.rotate, broker.folder, "finance")
    new = broker.url("finance")
    assert new != old
    assert await may_log_in(new)
    assert not await may_log_in(old)
    await asyncio.wait_for(closed.wait(), 60)

    broker.restart()
    assert await may_log_in(new)
    assert not await may_log_in(old)
    assert broker.url("forms") == other
    assert await may_log_in(other)


async def test_added_publisher_has_its_own_context_and_its_own_rejections(broker: Broker) -> None:
    await asyncio.to_thread(publisher.add, broker.folder, "library")
    url = broker.url("library")
    await publish(url, "council.library.book.lent.v1")
    with pytest.raises(ChannelAccessRefused):
        await publish(url, "council.forms.application.received.v1")

    async with await aio_pika.connect(broker.url("operator")) as connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange(REJECTIONS, ensure=False)
        await exchange.publish(aio_pika.Message(b"why"), routing_key="library")
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        own = await channel.get_queue(rejected_queue("library"), ensure=False)
        message = await own.get(timeout=20)
        assert message is not None
        assert message.body == b"why"
        other = await channel.get_queue(rejected_queue("forms"), ensure=False)
        with pytest.raises(ChannelAccessRefused):
            await other.get(fail=False)


async def test_removed_publisher_stays_away_after_a_restart_until_it_is_added(
    broker: Broker,
) -> None:
    old = broker.url("directory")
    await asyncio.to_thread(publisher.remove, broker.folder, "directory")
    assert not await may_log_in(old)
    broker.restart()
    assert not await may_log_in(old)
    assert "directory" not in credentials.load_or_make(broker.folder).passwords
    with pytest.raises(PublisherError, match="no publisher called directory"):
        publisher.rotate(broker.folder, "directory")

    await asyncio.to_thread(publisher.add, broker.folder, "directory")
    assert await may_log_in(broker.url("directory"))
    assert not await may_log_in(old)


async def test_command_that_rabbitmq_refuses_is_one_sentence(broker: Broker) -> None:
    control = Control(broker.folder.rabbitmq, broker.plan.node_ports)
    with pytest.raises(ControlError, match=r"RabbitMQ refused delete_user: .*nobody"):
        await asyncio.to_thread(control.delete_user, "nobody")


def documented() -> list[list[str]]:
    """The arguments of each rabbitmqctl command in the runbook's section on publishers."""
    text = "\n".join(
        block.text for block in readme.blocks(OPERATIONS, "sh") if "rabbitmqctl" in block.text
    )
    lines = [line.partition("rabbitmqctl ")[2] for line in text.splitlines()]
    return [shlex.split(line.partition("<")[0]) for line in lines if line]


async def test_runbooks_rabbitmqctl_commands_change_and_delete_a_user(broker: Broker) -> None:
    """As an operator of compose or Kubernetes types them; the password is read from a file."""
    control = Control(broker.folder.rabbitmq, broker.plan.node_ports)
    publisher.add(broker.folder, "archive")
    url = broker.url("archive")
    new = url.replace(credentials.load_or_make(broker.folder).passwords["archive"], "new-secret")
    commands = {arguments[0]: arguments for arguments in documented()}
    assert set(commands) == {
        "change_password",
        "close_all_user_connections",
        "delete_user",
        "export_definitions",
    }

    def run(name: str, given: str | None = None) -> str:
        wanted = [word.replace("library", "finance") for word in commands[name]]
        return control.run(*[w.replace("finance", "archive") for w in wanted], given=given)

    await asyncio.to_thread(run, "change_password", "new-secret\n")
    assert await may_log_in(new)
    assert not await may_log_in(url)
    await asyncio.to_thread(run, "close_all_user_connections")
    exported = json.loads(await asyncio.to_thread(run, "export_definitions"))
    [user] = [user for user in exported["users"] if user["name"] == "archive"]
    assert user["password_hash"]
    await asyncio.to_thread(run, "delete_user")
    assert not await may_log_in(new)
