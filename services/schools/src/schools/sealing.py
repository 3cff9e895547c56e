"""A worker that seals what earlier versions stored in clear, and scrubs the database's files.

It seals at the start and again each minute: during an upgrade a replica of the earlier version may
still write. Where a sealed concern was in clear before, the files are rewritten: their free space
would keep the clear values. A crash in between is made good at the next turn.
"""

import asyncio

import structlog

from chassis import Service
from chassis.storage import Cipher
from schools.store import concerns
from schools.store.tables import ConcernRow

log = structlog.get_logger()
EVERY_SECONDS = 60


async def seal_for_ever(service: Service) -> None:
    """Seal at once, then each minute."""
    while True:
        await seal_and_scrub(service)
        await asyncio.sleep(EVERY_SECONDS)


async def seal_and_scrub(service: Service) -> int:
    """Leaves nothing restricted in clear; returns the number of concerns that were."""
    cipher = Cipher(service.settings.key.get_secret_value())
    async with service.store.writing() as session:
        await concerns.seal_earlier(session, cipher)
        await session.flush()
        found = await concerns.were_in_clear(session)
    if not found:
        return 0
    await service.store.scrub(ConcernRow.__tablename__)
    async with service.store.writing() as session:
        await concerns.are_scrubbed(session, found)
    log.info("restricted concerns sealed", count=len(found))
    return len(found)
