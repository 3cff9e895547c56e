"""The bare hops of (c): what a message, a commit and a mail cost when nothing is done with them."""

import asyncio
import sqlite3
import time
from email.message import EmailMessage
from pathlib import Path
from statistics import median

import aio_pika
import aiosmtplib
import asyncpg
from aio_pika.abc import AbstractIncomingMessage


async def bare_sum(amqp_url: str, database_url: str, smtp_port: int, times: int) -> float:
    """Milliseconds: three hops, three commits, one dialogue, each the median of so many."""
    hop = await _hop(amqp_url, times)
    postgresql = database_url.startswith("postgresql")
    commit = await _on_postgresql(database_url, times) if postgresql else _on_sqlite(times)
    return 1e3 * (3 * hop + 3 * commit + await _dialogue(smtp_port, times))


async def _hop(url: str, times: int) -> float:
    """From the publish until both the confirm and the consumer have it, on a quorum queue."""
    arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
    taken = []
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel(publisher_confirms=True)
        arguments = {"x-queue-type": "quorum"}
        queue = await channel.declare_queue("bench.hop", durable=True, arguments=arguments)
        await queue.consume(arrived.put)
        message = aio_pika.Message(b"{}" * 400, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        for _ in range(times):
            began = time.perf_counter()
            await channel.default_exchange.publish(message, routing_key=queue.name)
            received = await arrived.get()
            taken.append(time.perf_counter() - began)
            await received.ack()
        await queue.delete(if_unused=False, if_empty=False)
    return median(taken)


def _on_sqlite(times: int) -> float:
    path, taken = Path("bare.sqlite"), []
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    connection.execute("CREATE TABLE IF NOT EXISTS hop (id INTEGER PRIMARY KEY, body TEXT)")
    for _ in range(times):
        began = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO hop (body) VALUES (?)", ("{}" * 400,))
        connection.execute("COMMIT")
        taken.append(time.perf_counter() - began)
    connection.close()
    return median(taken)


async def _on_postgresql(url: str, times: int) -> float:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute("CREATE TABLE IF NOT EXISTS hop (id serial PRIMARY KEY, body text)")
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        async with connection.transaction():
            await connection.execute("INSERT INTO hop (body) VALUES ($1)", "{}" * 400)
        taken.append(time.perf_counter() - began)
    await connection.close()
    return median(taken)


async def _dialogue(port: int, times: int) -> float:
    taken = []
    for number in range(times):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", str(number)
        mail.set_content("Bare." * 100)
        began = time.perf_counter()
        await aiosmtplib.send(mail, hostname="127.0.0.1", port=port, start_tls=False)
        taken.append(time.perf_counter() - began)
    return median(taken)
