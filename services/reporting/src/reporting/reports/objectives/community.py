"""Community engagement: schools in stories and in grants."""

from sqlalchemy import distinct, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.objectives import Figure
from reporting.domain.selection import Selection
from reporting.reports.objectives.figure import figure
from reporting.reports.report import holding
from reporting.reports.within import at, dated, in_authority
from reporting.store import READ_MODELS


async def schools_in_stories(session: AsyncSession, selection: Selection) -> Figure:
    """Schools of the authority in stories, beside these stories."""
    story, told, school = (READ_MODELS[name] for name in ("story", "story_school", "school"))
    query = (
        select(func.count(distinct(told.c.urn)), func.count(distinct(story.c.story)))
        .select_from(told)
        .join(story, holding(told, story))
        .outerjoin(school, school.c.urn == told.c.urn)
        .where(
            story.c.withdrawn.is_(False),
            *dated(story.c.published_on, selection.period),
            *in_authority(school.c.la_code, selection),
        )
    )
    return await figure(session, query)


async def schools_in_grants(session: AsyncSession, selection: Selection) -> Figure:
    """Lead schools and partners, beside the awards."""
    award, member = READ_MODELS["award"], READ_MODELS["award_school"]
    query = (
        select(func.count(distinct(member.c.urn)), func.count(distinct(award.c.award)))
        .select_from(member)
        .join(award, holding(member, award))
        .where(
            *at(award.c.awarded_at, selection.period),
            *in_authority(award.c.authority, selection),
        )
    )
    return await figure(session, query)
