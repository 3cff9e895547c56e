"""Kill -9 of everything in turn, with 300 applications in flight: nothing lost, nothing twice."""

import asyncio
import mailbox
import os
import signal
from collections import Counter, defaultdict
from collections.abc import Iterator
from email.utils import parseaddr
from pathlib import Path

import aio_pika
import orjson
import pytest
from sqlalchemy import text

from attain.topology import SERVICES
from chassis import Store
from chassis.resources import folder
from chassis.topology import EVENTS
from support.bus import context_of, event_headers
from support.funding import a_developing_school, a_panel, a_round, changed
from support.local import LocalStack
from support.postgres import PostgresServer

APPLICATIONS = 300
REGISTERED = "council.schools.school.registered.v1"
RECEIVED = "council.forms.application.received.v1"
IS_SUBMITTED = "event_type = 'council.applications.application.submitted.v1'"


@pytest.fixture
def database() -> Iterator[PostgresServer]:
    """A server that keeps what it confirmed, through a crash too."""
    server = PostgresServer(settings=("max_connections=300",)).start()
    yield server
    server.remove()


@pytest.fixture
def local(tmp_path: Path, database: PostgresServer) -> Iterator[LocalStack]:
    """The four services, each a process, on PostgreSQL."""
    for service in SERVICES:
        database.create(f"crash_{service}")
    template = database.url("crash_{service}")
    stack = LocalStack(tmp_path / "stack", "--store", template).start()
    yield stack
    stack.stop()


class Publisher:
    """Publishes each event until the broker confirms it, whatever happens to the broker."""

    def __init__(self, status: dict, schools_url: str) -> None:
        self._urls = status["amqp"]["publishers"] | {"schools": schools_url}
        self._channels: dict[str, aio_pika.abc.AbstractChannel] = {}

    async def publish(self, event_type: str, data: dict, subject: str, **attributes: str) -> None:
        headers = event_headers(event_type, subject=subject, **attributes)
        message = aio_pika.Message(
            orjson.dumps(data), headers=headers, content_type="application/json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT, message_id=headers["ce-id"],
        )  # fmt: skip
        while not await self._confirmed(context_of(event_type), message, event_type):
            self._channels.clear()

    async def _confirmed(self, user: str, message: aio_pika.Message, routing_key: str) -> bool:
        try:
            async with asyncio.timeout(10):
                if user not in self._channels:
                    connection = await aio_pika.connect(self._urls[user])
                    self._channels[user] = await connection.channel()
                exchange = await self._channels[user].get_exchange(EVENTS, ensure=False)
                await exchange.publish(message, routing_key)
        except (Exception, asyncio.CancelledError):  # noqa: BLE001 - a dead connection is either
            return False
        return True


def school(urn: str) -> dict:
    path = folder("schools", "contracts") / "events" / f"{REGISTERED}.json"
    return changed(
        orjson.loads(path.read_bytes()), urn=urn, la_code="806", status_code="1", close_date=None
    )


def form(number: int) -> dict:
    contact = {"name": "Jo Bell", "email": f"contact-{number}@example.org", "role": "Head"}
    return a_developing_school(
        form_reference=f"FORM-{number:04}", lead_school=str(200_000 + number), contact=contact
    )


async def prepare(publisher: Publisher) -> None:
    """A round with money for all, its panel, and a school for each application."""
    await publisher.publish("council.casework.panel.appointed.v1", a_panel(), "LDT")
    terms = a_round(budget_pence=100_000_000_00)
    await publisher.publish("council.casework.round.opened.v1", terms, terms["round"])
    for number in range(APPLICATIONS):
        urn = str(200_000 + number)
        await publisher.publish(REGISTERED, school(urn), urn, aggregateversion="1")


async def apply(publisher: Publisher, sent: list[int]) -> None:
    for number in range(APPLICATIONS):
        await publisher.publish(RECEIVED, form(number), f"FORM-{number:04}")
        sent.append(number)


async def kill(local: LocalStack, name: str, eventually) -> None:
    """Without a goodbye; returns when `attain up` has started another that is ready."""
    before = local.pids[name]
    os.kill(before, signal.SIGKILL)
    await eventually(lambda: local.pids.get(name, before) != before, 60)
    await asyncio.to_thread(local.until_ready)


async def ask(url: str, statement: str) -> list:
    store = Store(url)
    async with store.reading() as session:
        found = list(await session.execute(text(statement)))
    await store.close()
    return found


async def count(url: str, table: str, condition: str) -> int:
    [(found,)] = await ask(url, f"SELECT count(*) FROM {table} WHERE {condition}")
    return int(found)


def mails(local: LocalStack) -> dict[tuple[str, str], list[str]]:
    """The Message-IDs of each message to each person."""
    found = defaultdict(list)
    for message in mailbox.Maildir(local.status()["mail"]["maildir"]):
        found[str(message["To"]), str(message["Subject"])].append(str(message["Message-ID"]))
    return found


@pytest.mark.timeout(900)
async def test_after_kills_of_everything_each_application_is_there_once(
    local, database, eventually
):
    urls = {service: database.url(f"crash_{service}") for service in SERVICES}
    status = local.status()
    passwords = orjson.loads((local.folder / "credentials.json").read_bytes())["passwords"]
    place = status["amqp"]["admin"].rpartition("@")[2]
    publisher = Publisher(status, f"amqp://schools:{passwords['schools']}@{place}")
    await prepare(publisher)
    sent: list[int] = []
    applying = asyncio.create_task(apply(publisher, sent))
    await eventually(lambda: len(sent) > 10, 60)
    for service in SERVICES:
        await kill(local, service, eventually)
    await kill(local, "rabbitmq", eventually)
    await asyncio.to_thread(database.restart, signal.SIGQUIT)
    await applying

    async def all_submitted() -> bool:
        return await count(urls["applications"], "outbox", IS_SUBMITTED) >= APPLICATIONS

    async def nothing_left() -> bool:
        for service in SERVICES:
            assert await count(urls[service], "outbox", "sent_at IS NULL") == 0, service
            assert await count(urls[service], "inbox", "state <> 'applied'") == 0, service
        journalled = await count(urls["reporting"], "inbox", IS_SUBMITTED)
        return journalled >= APPLICATIONS and len(mails(local)) >= APPLICATIONS

    await eventually(all_submitted, 180)
    await eventually(nothing_left, 180)

    submitted = await ask(
        urls["applications"], f"SELECT event_id, subject, body FROM outbox WHERE {IS_SUBMITTED}"
    )
    assert len({event_id for event_id, _, _ in submitted}) == APPLICATIONS
    assert len({reference for _, reference, _ in submitted}) == APPLICATIONS
    forms = Counter(orjson.loads(body)["form_reference"] for _, _, body in submitted)
    assert forms == {f"FORM-{number:04}": 1 for number in range(APPLICATIONS)}
    heard = await ask(urls["reporting"], f"SELECT event_id FROM inbox WHERE {IS_SUBMITTED}")
    assert {row[0] for row in heard} == {event_id for event_id, _, _ in submitted}
    received = mails(local)
    assert {each for each, ids in received.items() if len(set(ids)) > 1} == set()
    reached = {parseaddr(to)[1] for to, _ in received}
    assert {f"contact-{number}@example.org" for number in range(APPLICATIONS)} <= reached
    assert sum(len(ids) - 1 for ids in received.values()) <= 5  # between a 250 and its commit
    rebuilt = local.run("rebuild", "--check", of="reporting")
    assert rebuilt.returncode == 0, rebuilt.stdout
