"""Each second, ends the deliveries that waited too long: for a recipient or for the mail server."""

import asyncio

import structlog
from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from chassis import Service
from notifications.domain.states import AWAITING_RECIPIENT, QUEUED, Attempt, Failure
from notifications.settings import Settings
from notifications.store import DeliveryRow, NoticeRow
from notifications.traces import in_trace_of
from notifications.use_cases.awaiting_recipient import stop_waiting
from notifications.use_cases.operators import warn_without_operators
from notifications.use_cases.outcomes import record_outcome

BATCH = 200
log = structlog.get_logger()


async def watch_deadlines(service: Service) -> None:
    """Run until cancelled; an error is logged and the next second tries again."""
    settings = service.settings
    assert isinstance(settings, Settings)  # noqa: S101 - main.py gives no other
    await warn_without_operators(service, settings)
    while True:
        try:
            await _end_waiting(service)
            await _end_queued(service, settings)
        except Exception as error:  # noqa: BLE001 - the database is down for now
            log.warning("deadlines not checked", error=type(error).__name__)
        await asyncio.sleep(settings.sweep_seconds)


async def _end_waiting(service: Service) -> None:
    state, due = col(DeliveryRow.state), col(DeliveryRow.due_at)
    for row, notice in await _find(service, state == AWAITING_RECIPIENT, due <= service.clock()):
        async with service.work() as work:
            await stop_waiting(notice, row, work)


async def _end_queued(service: Service, settings: Settings) -> None:
    """Except those that a process sends at this moment."""
    now, leased = service.clock(), col(DeliveryRow.leased_until)
    old = col(DeliveryRow.created_at) <= now - settings.give_up_after
    idle = or_(leased.is_(None), leased <= now)
    for row, notice in await _find(service, col(DeliveryRow.state) == QUEUED, old, idle):
        with in_trace_of(notice):
            async with service.work() as work:
                state = await record_outcome(row, notice, None, _last_attempt(row), work)
        service.metrics.delivered(row.channel, state)


async def _find(
    service: Service, *conditions: ColumnElement[bool]
) -> list[tuple[DeliveryRow, NoticeRow]]:
    async with service.store.reading() as session:
        found = await session.execute(
            select(DeliveryRow, NoticeRow)
            .join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice))
            .where(*conditions)
            .limit(BATCH)
        )
        return list(found.tuples())


def _last_attempt(row: DeliveryRow) -> Attempt:
    """The server's last answer, or that it was never reached."""
    reason = row.reason or ""
    if reason.startswith("smtp-4"):
        return Attempt(Failure.TEMPORARY, reason)
    return Attempt(Failure.TECHNICAL, reason or "mail-server-not-reached")
