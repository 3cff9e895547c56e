"""Counts each service's unfinished work, in its store and in its queues, also while it is down."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aio_pika
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from attain.settings.folder import DataFolder
from attain.settings.plan import Plan
from chassis.messaging.definitions import queues
from chassis.messaging.topology import SERVICES, unrouted_queue
from chassis.storage import InboxRow, OutboxRow, Store
from notifications.domain.states import QUEUED
from notifications.store import DeliveryRow

TIMEOUT_SECONDS = 10.0
UNROUTED_REASONS = {"unknown-type", "missing-binding"}
Depths = Mapping[str, int]


@dataclass
class Backlog:
    """One service's counts; None where the store or the broker does not answer.

    `parked` includes the overdue events, as `inbox list --state parked` does. `unrouted` are the
    parked events that no service handles, and those that wait in the service's unrouted queue.
    """

    waiting: int | None = None
    parked: int | None = None
    overdue: int | None = None
    set_aside: int | None = None
    queue: int | None = None
    unrouted: int | None = None
    mails_undelivered: int | None = None


async def backlogs(folder: DataFolder, plan: Plan, depths: Depths | None) -> dict[str, Backlog]:
    """Every service's backlog; `depths` are the queues' messages, None without a broker."""
    urls = [plan.database_url(folder, service) for service in SERVICES]
    counted = await asyncio.gather(*map(_backlog, SERVICES, urls))
    found = dict(zip(SERVICES, counted, strict=True))
    for service, backlog in found.items():
        if depths is not None:
            inboxes = [f"{service}.inbox", f"{service}.inbox."]
            backlog.queue = sum(n for name, n in depths.items() if _is_one_of(name, inboxes))
            backlog.unrouted = (backlog.unrouted or 0) + depths.get(unrouted_queue(service), 0)
    return found


async def queue_depths(url: str) -> dict[str, int] | None:
    """The messages in each declared queue, by the operator's address; None without a broker."""
    try:
        async with (
            asyncio.timeout(TIMEOUT_SECONDS),
            await aio_pika.connect(url, timeout=TIMEOUT_SECONDS) as connection,
        ):
            channel = await connection.channel()
            found = {}
            for queue in queues():
                declared = await channel.declare_queue(queue["name"], passive=True)
                found[queue["name"]] = int(declared.declaration_result.message_count or 0)
            return found
    except (OSError, aio_pika.exceptions.AMQPError):
        return None


def _is_one_of(name: str, inboxes: list[str]) -> bool:
    """A service has one inbox, or one for each context."""
    return name == inboxes[0] or name.startswith(inboxes[1])


async def _backlog(service: str, url: str) -> Backlog:
    store = Store(url)
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS), store.reading() as session:
            backlog = await _inbox(session)
            aside = col(OutboxRow.sent_at).is_(None) & col(OutboxRow.set_aside_at).is_not(None)
            backlog.set_aside = await _number(session, OutboxRow, aside)
            if service == "notifications":
                queued = col(DeliveryRow.state) == QUEUED
                backlog.mails_undelivered = await _number(session, DeliveryRow, queued)
            return backlog
    except (OSError, SQLAlchemyError):
        return Backlog()
    finally:
        await store.close()


async def _inbox(session: Any) -> Backlog:
    reasons: Any = col(InboxRow.reasons)
    code = func.coalesce(reasons[(0, "code")].as_string(), "").label("code")
    unfinished = (
        select(col(InboxRow.state), col(InboxRow.overdue), code)
        .where(col(InboxRow.state).in_(("waiting", "ready", "parked")))
        .subquery()
    )
    names = (unfinished.c.state, unfinished.c.overdue, unfinished.c.code)
    backlog = Backlog(waiting=0, parked=0, overdue=0, unrouted=0)
    for state, late, reason, number in await session.execute(
        select(*names, func.count()).group_by(*names)
    ):
        is_overdue = state == "waiting" and late
        backlog.overdue += number * is_overdue
        backlog.parked += number * (state == "parked" or is_overdue)
        backlog.waiting += number * (state != "parked" and not is_overdue)
        backlog.unrouted += number * (state == "parked" and reason in UNROUTED_REASONS)
    return backlog


async def _number(session: Any, table: Any, condition: Any) -> int:
    counted = await session.execute(select(func.count()).select_from(table).where(condition))
    return int(counted.scalar_one())
