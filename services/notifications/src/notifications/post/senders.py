"""The workers that send: each keeps a connection and takes up what lies on the tray."""

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from typing import Any

import structlog
from opentelemetry.context import attach, detach
from opentelemetry.trace import Status, StatusCode

from chassis import Service
from chassis.backoff import Backoff
from chassis.span_context import parse, under
from chassis.spans import smtp_span
from notifications.domain.states import QUEUED, Failure
from notifications.post.courier import Answer, Courier
from notifications.post.templates import compile_all
from notifications.settings import Settings
from notifications.store import NoticeRow
from notifications.use_cases import leasing
from notifications.use_cases.sending import Ready, conclude, conclude_unsent, prepare

KEEPING_ATTEMPTS = 8
log = structlog.get_logger()


async def deliver(service: Service) -> None:
    """Send until cancelled; what is being handed over then is finished first."""
    settings = service.settings
    assert isinstance(settings, Settings)  # noqa: S101 - main.py gives no other
    compile_all()
    if service.store.dialect == "sqlite":
        async with service.store.writing() as session:
            await leasing.release_of_the_dead(session)
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_sweep(service, settings))
            for _ in range(settings.smtp_connections):
                tasks.create_task(_lane(service, settings))
    finally:
        with contextlib.suppress(Exception):
            async with service.store.writing() as session:
                await leasing.release(session, settings)


async def _lane(service: Service, settings: Settings) -> None:
    courier = Courier(settings)
    try:
        while True:
            async with settings.tray.take() as delivery:
                await courier.reach()
                await _finishing(_send(service, settings, courier, delivery))
    finally:
        await courier.close()


async def _sweep(service: Service, settings: Settings) -> None:
    """What no commit of this process announced: retries that are due, and dead processes' work."""
    while True:
        try:
            await _sweep_once(service, settings)
        except Exception as error:  # noqa: BLE001 - the store is down; it will be back
            log.warning("deliveries not swept", error=type(error).__name__)
        await asyncio.sleep(settings.sweep_seconds)


async def _sweep_once(service: Service, settings: Settings) -> None:
    now = service.clock()
    async with service.store.reading() as session:
        anything = await leasing.anything_due(session, settings, now)
        given_up = await leasing.too_old(session, settings, now)
    for ready in given_up:
        await _keep(service, ready, Answer(Failure.OURS, "mail-server-not-reached"))
    if anything:
        async with service.store.writing() as session:
            ids = await leasing.claim_due(session, settings, now)
        settings.tray.lay(ids)


async def _send(service: Service, settings: Settings, courier: Courier, delivery: str) -> None:
    try:
        async with service.store.reading() as session:
            ready = await prepare(session, delivery, settings, service.clock())
        if ready is None:
            return
        with _in_trace_of(ready.notice):
            if ready.person is None:
                async with service.work() as work:
                    await conclude_unsent(ready, work)
            else:
                answer = ready.unsendable or await _hand_over(ready, settings, courier)
                await _keep(service, ready, answer)
    except Exception as error:  # noqa: BLE001 - the lease runs out and it is tried again
        log.warning("delivery not settled", delivery=delivery, error=type(error).__name__)


async def _hand_over(ready: Ready, settings: Settings, courier: Courier) -> Answer:
    assert ready.person is not None  # noqa: S101 - the caller saw to it
    with smtp_span(settings.smtp_host, settings.smtp_port, ready.row.message_id) as span:
        try:
            async with asyncio.timeout(settings.dialogue.total_seconds()):
                answer = await courier.hand_over(ready.person.email, ready.message)
        except TimeoutError:
            courier.drop()
            answer = Answer(Failure.OURS, "dialogue-too-long")
        if answer.failure is not None:
            span.set_attribute("error.type", answer.reason or answer.failure.value)
            span.set_status(Status(StatusCode.ERROR, answer.failure.value))
    return answer


async def _keep(service: Service, ready: Ready, answer: Answer) -> None:
    """Once the server has said yes, forgetting it would send the letter again: so insist."""
    backoff = Backoff(0.05, 5.0)
    for left in reversed(range(KEEPING_ATTEMPTS)):
        try:
            async with service.work() as work:
                state = await conclude(ready, answer, work)
            break
        except Exception:
            if left == 0:
                raise
            await backoff.wait()
    if state != QUEUED:
        service.metrics.delivered(ready.row.channel, state)


@contextlib.contextmanager
def _in_trace_of(notice: NoticeRow) -> Iterator[None]:
    token = attach(under(parse(notice.traceparent, notice.tracestate)))
    try:
        yield
    finally:
        detach(token)


async def _finishing(sending: Coroutine[Any, Any, None]) -> None:
    """Wait for it even when cancelled: between a server's yes and our commit we do not stop."""
    task = asyncio.ensure_future(sending)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
