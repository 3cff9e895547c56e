"""Erases the letters that were kept long enough: at the start, then each hour."""

import asyncio
from datetime import timedelta

import structlog

from chassis import Service
from notifications.settings import Settings
from notifications.use_cases.letters import BATCH, erase_old

log = structlog.get_logger()
EVERY_SECONDS = 3600


async def erase_for_ever(service: Service) -> None:
    """Run until cancelled."""
    while True:
        await erase_due(service)
        await asyncio.sleep(EVERY_SECONDS)


async def erase_due(service: Service) -> int:
    """Erase what is older than the setting `letters_kept_days`; none without it."""
    settings = service.settings
    assert isinstance(settings, Settings)  # noqa: S101 - main.py gives no other
    if settings.letters_kept_days is None:
        return 0
    kept = timedelta(days=settings.letters_kept_days)
    total, last = 0, BATCH
    while last == BATCH:
        async with service.store.writing() as session:
            last = len(await erase_old(session, service.clock(), kept))
        total += last
    if total:
        log.info("letters erased", count=total)
    return total
