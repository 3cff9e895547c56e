"""A worker that seals the restricted concerns that an earlier version stored in clear.

It runs at the start, and again each hour: during an upgrade a replica of the earlier version may
still write. Afterwards it rewrites the files, in whose free space the clear values would remain.
"""

import asyncio

import structlog

from chassis import Service
from chassis.storage import Cipher
from schools.store import concerns
from schools.store.tables import ConcernRow

log = structlog.get_logger()
EVERY_SECONDS = 3600


async def seal_for_ever(service: Service) -> None:
    """Seal at once, then each hour."""
    while True:
        await seal_earlier_concerns(service)
        await asyncio.sleep(EVERY_SECONDS)


async def seal_earlier_concerns(service: Service) -> int:
    """Seals what is restricted and in clear; returns the number of concerns that it sealed."""
    cipher = Cipher(service.settings.key.get_secret_value())
    async with service.store.writing() as session:
        rows = await concerns.restricted_in_clear(session)
        for row in rows:
            concerns.seal(row, cipher)
    if rows:
        await service.store.scrub(ConcernRow.__tablename__)
        log.info("restricted concerns sealed", count=len(rows))
    return len(rows)
