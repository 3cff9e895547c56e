"""What we do with a warning notice: its issue, its conclusion, and its clocks."""

from chassis import Work
from schools.domain.notice import Notice, NoticeConcluded, NoticeIssued
from schools.incoming import TimerDue
from schools.store.repositories import NOTICES
from schools.use_cases.challenge.proposals import reconsider
from schools.use_cases.challenge.statutory import follow, open_notice, surroundings


async def issue_notice(sent: NoticeIssued, work: Work) -> None:
    """The authority gave a notice, or logged more copies of it; waits for the school."""
    around = await surroundings(sent.urn, work)
    notice = await NOTICES.held(work, sent.notice) or Notice.of(sent, around)
    notice.issue(sent, around)
    await NOTICES.save(work, notice)
    await follow(notice.urn, work)


async def conclude_notice(told: NoticeConcluded, work: Work) -> None:
    """The authority decided; waits for the notice, and until it counts as issued."""
    notice, around = await open_notice(told.notice, work)
    notice.conclude(told, around)
    await NOTICES.save(work, notice)
    await follow(notice.urn, work)


async def remind_of_notice(due: TimerDue, work: Work) -> None:
    """The compliance period ends soon."""
    notice, around = await open_notice(due.subject, work)
    notice.remind(around)
    await NOTICES.save(work, notice)


async def remind_of_window(due: TimerDue, work: Work) -> None:
    """The two-month window closes soon."""
    notice, around = await open_notice(due.subject, work)
    notice.remind_of_window(around)
    await NOTICES.save(work, notice)


async def close_window(due: TimerDue, work: Work) -> None:
    """The day after the window began; a notice without a running clock proposes no tier."""
    notice, around = await open_notice(due.subject, work)
    notice.close_window(around)
    await NOTICES.save(work, notice)
    await reconsider(notice.urn, work)
