"""Baseline: bare aio-pika, an ack for each message, nothing read and nothing stored."""

import asyncio

import aio_pika
from aio_pika.abc import AbstractIncomingMessage

from benchmarks.harness import Figures, given, report
from benchmarks.programs.stopwatch import Lap


async def consume(url: str, queue: str, prefetch: int, count: int) -> Figures:
    """From ack to ack."""
    lap = Lap(count)

    async def take(message: AbstractIncomingMessage) -> None:
        await message.ack()
        lap.took()

    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=prefetch)
        await (await channel.get_queue(queue, ensure=False)).consume(take)
        return await lap.rate()


if __name__ == "__main__":
    want = given()
    report(asyncio.run(consume(**want)))
