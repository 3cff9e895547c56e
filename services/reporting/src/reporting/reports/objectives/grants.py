"""What funded projects did: whom hubs reached, and findings that were presented."""

from sqlalchemy import case, distinct, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.funding import ENDED
from reporting.domain.objectives import Figure
from reporting.domain.selection import Selection
from reporting.reports.objectives.figure import figure
from reporting.reports.report import holding
from reporting.reports.within import dated, in_authority
from reporting.store import READ_MODELS


async def hub_schools(session: AsyncSession, selection: Selection) -> Figure:
    """Different schools, beside the staff of the same reports."""
    report, reached = READ_MODELS["hub_report"], READ_MODELS["hub_school"]
    chosen = (
        *dated(report.c.until, selection.period),
        *in_authority(report.c.authority, selection),
    )
    schools = (
        select(func.count(distinct(reached.c.urn)))
        .select_from(reached)
        .join(report, holding(reached, report))
        .where(*chosen)
        .scalar_subquery()
    )
    staff = select(func.sum(report.c.staff)).where(*chosen).scalar_subquery()
    return await figure(session, select(schools, staff))


async def research_presented(session: AsyncSession, selection: Selection) -> Figure:
    """Projects that presented by their date, of those whose date lies in the period."""
    award, findings = READ_MODELS["award"], READ_MODELS["findings"]
    by_then = (
        select(findings.c.award)
        .where(findings.c.award == award.c.award, findings.c.presented_on <= award.c.findings_due)
        .exists()
    )
    query = select(func.sum(case((by_then, 1), else_=0)), func.count()).where(
        award.c.findings_due.is_not(None),
        award.c.state.not_in(sorted(ENDED)),
        *dated(award.c.findings_due, selection.period),
        *in_authority(award.c.authority, selection),
    )
    return await figure(session, query)


async def findings_in_public(session: AsyncSession, selection: Selection) -> Figure:
    """Findings at events open to the public, beside the audience."""
    findings = READ_MODELS["findings"]
    query = select(func.count(), func.sum(findings.c.audience)).where(
        findings.c.open_to_public.is_(True),
        *dated(findings.c.presented_on, selection.period),
        *in_authority(findings.c.authority, selection),
    )
    return await figure(session, query)
