"""Baseline: FastStream and SQLModel as their documentation has it, a transaction a message."""

import asyncio
from typing import Any

from faststream.rabbit import Channel, RabbitBroker, RabbitQueue
from faststream.rabbit.annotations import RabbitMessage
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.harness import Figures, given, report
from benchmarks.programs.idiom import make_tables, store
from benchmarks.programs.stopwatch import Lap


async def consume(amqp_url: str, database_url: str, queue: str, count: int) -> Figures:
    """From commit to commit; FastStream acks after each."""
    engine = create_async_engine(database_url, pool_size=20)
    await make_tables(engine)
    broker = RabbitBroker(amqp_url, logger=None)
    lap = Lap(count)

    @broker.subscriber(
        RabbitQueue(queue, declare=False, durable=True), channel=Channel(prefetch_count=16)
    )
    async def take(data: dict[str, Any], message: RabbitMessage) -> None:
        await store(engine, message.headers, data)
        lap.took()

    await broker.start()
    figures = await lap.rate()
    await broker.stop()
    await engine.dispose()
    return figures


if __name__ == "__main__":
    report(asyncio.run(consume(**given())))
