"""Baseline: bare aio-pika, an ack for each message, nothing read and nothing stored."""

import asyncio

import aio_pika
from aio_pika.abc import AbstractIncomingMessage

from benchmarks.harness import Figures, given, report
from benchmarks.programs.stopwatch import Stopwatch


async def consume(url: str, queue: str, prefetch: int, count: int) -> Figures:
    """From before the connection to the last ack."""
    done, taken = asyncio.Event(), 0

    async def take(message: AbstractIncomingMessage) -> None:
        nonlocal taken
        await message.ack()
        taken += 1
        if taken == count:
            done.set()

    watch = Stopwatch()
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=prefetch)
        await (await channel.get_queue(queue, ensure=False)).consume(take)
        await done.wait()
        return watch.read()


if __name__ == "__main__":
    want = given()
    report(asyncio.run(consume(**want)))
