"""What we do with a warning notice: its issue, its conclusion, its clocks, and what ends it."""

from typing import cast

from chassis import Work, england_and_wales
from chassis.domain import MustWait
from schools.domain.notice import Notice, NoticeConcluded, NoticeIssued, Surroundings
from schools.incoming import TimerDue
from schools.settings import Settings
from schools.store.repositories import NOTICES
from schools.store.statutory import dfe_steps, notices_at, school_of_notice
from schools.use_cases.proposals import reconsider
from schools.use_cases.schools import school_facts


async def issue_notice(sent: NoticeIssued, work: Work) -> None:
    """The authority gave a notice, or logged more copies of it; waits for the school."""
    around = await _around(sent.urn, work)
    notice = await NOTICES.held(work, sent.notice) or Notice.of(sent, around)
    notice.issue(sent, around)
    await NOTICES.save(work, notice)
    await reconsider(notice.urn, work)


async def conclude_notice(told: NoticeConcluded, work: Work) -> None:
    """The authority decided; waits for the notice, and until it counts as issued."""
    notice, around = await _open(told.notice, work)
    notice.conclude(told, around)
    await NOTICES.save(work, notice)
    await reconsider(notice.urn, work)


async def settle_notices(urn: str, work: Work) -> None:
    """The school changed, or the department took a step there."""
    for reference in await notices_at(work.session, urn):
        notice, around = await _open(reference, work)
        notice.settle(around)
        await NOTICES.save(work, notice)


async def remind_of_notice(due: TimerDue, work: Work) -> None:
    """The compliance period ends soon."""
    notice, around = await _open(due.subject, work)
    notice.remind(around)
    await NOTICES.save(work, notice)


async def remind_of_window(due: TimerDue, work: Work) -> None:
    """The two-month window closes soon."""
    notice, around = await _open(due.subject, work)
    notice.remind_of_window(around)
    await NOTICES.save(work, notice)


async def close_window(due: TimerDue, work: Work) -> None:
    """The day after the window began."""
    notice, around = await _open(due.subject, work)
    notice.close_window(around)
    await NOTICES.save(work, notice)
    await reconsider(notice.urn, work)


async def _open(reference: str, work: Work) -> tuple[Notice, Surroundings]:
    """The notice under its lock. Locks are taken in one order: the register, then the notice."""
    urn = await school_of_notice(work.session, reference)
    if urn is None:
        raise MustWait("notice", reference)
    around = await _around(urn, work)
    return await NOTICES.open(work, reference), around


async def _around(urn: str, work: Work) -> Surroundings:
    school = await school_facts(urn, work)
    settings = cast("Settings", work.settings)
    served = settings.authorities
    return Surroundings(
        school=school,
        steps=await dfe_steps(work.session, urn),
        calendar=england_and_wales(),
        now=work.now,
        authorities=frozenset(served.split(",")) if served else frozenset(),
        guidance=settings.guidance,
    )
