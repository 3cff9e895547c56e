"""The workers that send: each keeps a connection and takes up what lies on the tray."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

import structlog

from chassis import Service
from notifications.domain.states import Failure
from notifications.post.courier import Answer, Courier
from notifications.post.keeping import Keeper
from notifications.post.sending import Sending
from notifications.post.templates import compile_all
from notifications.post.tray import Addressed
from notifications.settings import Settings
from notifications.use_cases import leasing
from notifications.use_cases.seeking import give_up

log = structlog.get_logger()


async def deliver(service: Service) -> None:
    """Send until cancelled; what is being handed over then is finished first."""
    settings = service.settings
    assert isinstance(settings, Settings)  # noqa: S101 - main.py gives no other
    compile_all()
    if service.store.dialect == "sqlite":
        async with service.store.writing() as session:
            await leasing.release_of_the_dead(session)
    keeper = Keeper(service)
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_sweep(service, settings, keeper))
            for _ in range(settings.smtp_connections):
                tasks.create_task(_lane(Sending(service, settings, Courier(settings), keeper)))
    finally:
        with contextlib.suppress(Exception):
            async with service.store.writing() as session:
                await leasing.release(session, settings)


async def _lane(sending: Sending) -> None:
    courier = sending.courier
    try:
        while True:
            async with sending.settings.tray.take() as (delivery, addressed):
                at_once = await courier.reach()  # else the directory may have changed meanwhile
                await _finishing(sending.send(delivery, addressed if at_once else None))
    finally:
        await courier.close()


async def _sweep(service: Service, settings: Settings, keeper: Keeper) -> None:
    """What no commit of this process announced: retries that are due, and dead processes' work."""
    while True:
        try:
            await _sweep_once(service, settings, keeper)
        except Exception as error:  # noqa: BLE001 - the store is down; it will be back
            log.warning("deliveries not swept", error=type(error).__name__)
        await asyncio.sleep(settings.sweep_seconds)


async def _sweep_once(service: Service, settings: Settings, keeper: Keeper) -> None:
    now = service.clock()
    async with service.store.reading() as session:
        anything = await leasing.anything_due(session, settings, now)
        given_up = await leasing.too_old(session, settings, now)
        unfound = await leasing.unfound(session, now)
    for addressed in given_up:
        await keeper.keep(addressed, _last_word(addressed))
    for notice, row in unfound:
        async with service.work() as work:
            await give_up(notice, row, work)
    if anything:
        async with service.store.writing() as session:
            ids = await leasing.claim_due(session, settings, now)
        settings.tray.lay(dict.fromkeys(ids))


def _last_word(addressed: Addressed) -> Answer:
    """Too old to be tried again: what the server said last, if it ever said anything."""
    said = addressed.row.reason or ""
    if said.startswith("smtp-4"):
        return Answer(Failure.DEFERRED, said)
    return Answer(Failure.OURS, said or "mail-server-not-reached")


async def _finishing(sending: Coroutine[Any, Any, None]) -> None:
    """Wait for it even when cancelled: between a server's yes and our commit we do not stop."""
    task = asyncio.ensure_future(sending)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
