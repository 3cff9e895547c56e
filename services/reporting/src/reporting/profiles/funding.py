"""A school's applications, as far as they are public, and its awards."""

from typing import Any

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.reports.report import holding, rows_of
from reporting.store import READ_MODELS


async def funding_parts(session: AsyncSession, urn: str) -> dict[str, Any]:
    """Which school leads an application is confidential until the decision is announced."""
    application, award = READ_MODELS["application"], READ_MODELS["award"]
    member = READ_MODELS["award_school"]
    led = (
        select(application)
        .where(application.c.lead_school == urn, application.c.outcome.is_not(None))
        .order_by(application.c.application.desc())
    )
    held = (
        select(award, member.c.leads, member.c.share_pence)
        .join(member, holding(member, award))
        .where(member.c.urn == urn)
        .order_by(award.c.award.desc())
    )
    return {"applications": await rows_of(session, led), "awards": await rows_of(session, held)}
