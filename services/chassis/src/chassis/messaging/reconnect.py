"""Loops that must not end: run again with backoff after whatever stopped them."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from chassis.messaging.backoff import Backoff


class Outage(Exception):  # noqa: N818 - an answer, not an error
    """The database or another part of the service is down: consuming pauses, nothing is parked."""


OUTAGES = (OSError, Outage)
log = structlog.get_logger()


async def run_for_ever(
    name: str, serve: Callable[[Backoff], Awaitable[None]], again: Callable[[], None] | None = None
) -> None:
    """Call `serve` until this task is cancelled; it resets the backoff when all is well.

    A dead AMQP connection surfaces as a CancelledError that nobody asked for: it does not end us.
    """
    backoff = Backoff(0.2, 5.0)
    while True:
        try:
            await serve(backoff)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            log.warning("connection lost", loop=name)
        except Exception as error:
            ours = not isinstance(error, OUTAGES)  # of an outage the frames say nothing
            log.warning("loop failed", loop=name, error=type(error).__name__, exc_info=ours)
        if again is not None:
            again()
        await backoff.wait()
