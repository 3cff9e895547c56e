"""What eligibility for intervention is derived from, as the store knows it."""

from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from schools.domain.intervention import DfeStep, DfeSteps
from schools.domain.intervention.steps import COASTING, RISE
from schools.domain.notice.seen import seen_on
from schools.domain.power import Situation
from schools.domain.power.category import Publication, category_on
from schools.domain.school_facts import SchoolFacts
from schools.store.repositories import INTERVENTIONS, NOTICES, POWERS
from schools.store.tables import InspectionRow, InterventionRow, NoticeRow, PowerRow


async def school_of_notice(session: AsyncSession, notice: str) -> str | None:
    """The school of a notice, which never changes; None for one that is not known."""
    found = await session.exec(select(NoticeRow.urn).where(NoticeRow.notice == notice))
    return found.first()


async def running_steps(session: AsyncSession, urn: str, today: date) -> tuple[str, ...]:
    """The statutory steps that count for the tier [default].

    They are a notice of the authority whose clock runs, the notification as coasting, and targeted
    RISE support.
    """
    states = ("issued", "not-complied")
    chosen = select(NoticeRow.notice).where(NoticeRow.urn == urn, col(NoticeRow.state).in_(states))
    notices = await session.exec(chosen.order_by(NoticeRow.notice))
    steps = await dfe_steps(session, urn)
    since = {COASTING: steps.coasting(today), RISE: steps.rise(today)}
    return (*notices, *(f"{kind}:{day}" for kind, day in since.items() if day))


async def dfe_steps(session: AsyncSession, urn: str) -> DfeSteps:
    """The steps of the department at this school."""
    known = await INTERVENTIONS.where(session, col(InterventionRow.urn) == urn)
    return DfeSteps.of(DfeStep(each.kind, each.on) for each in known)


async def situation(session: AsyncSession, school: SchoolFacts, day: date) -> Situation:
    """Everything that bears on the school's eligibility, as of the day."""
    notices = await NOTICES.where(session, col(NoticeRow.urn) == school.urn)
    powers = await POWERS.where(session, col(PowerRow.urn) == school.urn)
    return Situation(
        day=day,
        school=school,
        notices=[seen_on(each, day) for each in notices],
        steps=await dfe_steps(session, school.urn),
        category=category_on(day, await _publications(session, school.urn)),
        boards=[each.board for each in powers if each.board],
    )


async def _publications(session: AsyncSession, urn: str) -> list[Publication]:
    rows = await session.exec(select(InspectionRow).where(InspectionRow.urn == urn))
    return [
        Publication(each.inspected_on, each.published_on, each.category_of_concern) for each in rows
    ]
