"""Baseline: bare aio-pika with 500 publishes in flight, each with its confirm; no store."""

import asyncio

import aio_pika

from benchmarks.events import Sample, samples
from benchmarks.harness import Figures, given, report
from benchmarks.programs.stopwatch import Stopwatch
from chassis.messaging.topology import EVENTS

IN_FLIGHT = 500


async def publish(amqp_url: str, count: int) -> Figures:
    """From before the connection to the last confirm."""
    messages = list(samples(count))
    watch = Stopwatch()
    async with await aio_pika.connect(amqp_url) as connection:
        channel = await connection.channel(publisher_confirms=True)
        exchange = await channel.get_exchange(EVENTS, ensure=False)
        slots = asyncio.Semaphore(IN_FLIGHT)

        async def send(message: Sample) -> None:
            async with slots:
                await exchange.publish(_message(message), routing_key=message.event_type)

        await asyncio.gather(*(send(message) for message in messages))
        return watch.read()


def _message(sample: Sample) -> aio_pika.Message:
    return aio_pika.Message(
        sample.body,
        headers=sample.headers,
        content_type="application/json",
        message_id=sample.headers["ce-id"],
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )


if __name__ == "__main__":
    report(asyncio.run(publish(**given())))
