"""Which partners' consents are the lead's claim alone: the one place where answers are read."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from applications.store import ApplicationRow
from applications.views import officer


async def claims_only(session: AsyncSession, row: ApplicationRow) -> list[dict[str, Any]]:
    """The partners of a form that have not answered in their own name."""
    claims: list[dict[str, Any]] = (await officer.consents(session, row))["claims"]
    return claims
