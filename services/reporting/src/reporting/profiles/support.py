"""Support that a school receives and gives, and the stories that tell of it."""

from typing import Any

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.reports.report import holding, rows_of
from reporting.store import READ_MODELS


async def support_parts(session: AsyncSession, urn: str) -> dict[str, Any]:
    """The newest first. Attendances are in the report alone, where small counts are suppressed."""
    support, story = READ_MODELS["support"], READ_MODELS["story"]
    newest = (support.c.begins.desc(), support.c.support.desc())
    received = select(support).where(support.c.urn == urn).order_by(*newest)
    given = select(support).where(support.c.provider_urn == urn).order_by(*newest)
    told = READ_MODELS["story_school"]
    stories = (
        select(story)
        .join(told, holding(told, story))
        .where(told.c.urn == urn, story.c.withdrawn.is_(False))
        .order_by(story.c.published_on.desc())
    )
    return {
        "received": await rows_of(session, received),
        "given": await rows_of(session, given),
        "stories": await rows_of(session, stories),
    }
