"""Community engagement: schools in stories and in grants."""

from sqlalchemy import and_, distinct, func, or_, select
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
    """Lead schools and the partners that consent, beside the awards.

    A partner's own last word counts; without one the lead's form does.
    """
    award, member, consent = (READ_MODELS[name] for name in ("award", "award_school", "consent"))
    own = and_(consent.c.application == award.c.application, consent.c.urn == member.c.urn)
    query = (
        select(func.count(distinct(member.c.urn)), func.count(distinct(award.c.award)))
        .select_from(member)
        .join(award, holding(member, award))
        .outerjoin(consent, own)
        .where(
            or_(member.c.leads, consent.c.answer.is_(None), consent.c.answer == "consents"),
            *at(award.c.awarded_at, selection.period),
            *in_authority(award.c.authority, selection),
        )
    )
    return await figure(session, query)
