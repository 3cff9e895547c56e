"""What follows when an import closed, converted or reopened a school."""

from chassis import Work
from schools.incoming import TimerDue
from schools.use_cases import cases, support
from schools.use_cases.notices import settle_notices
from schools.use_cases.proposals import reconsider
from schools.use_cases.schools import known_school


async def school_changed(due: TimerDue, work: Work) -> None:
    """Everything that hangs on whether the school is open is derived anew."""
    await known_school(due.subject, work)  # the register's lock comes first, as everywhere
    await settle_notices(due.subject, work)
    await support.follow_school(due.subject, work)
    await cases.follow_school(due.subject, work)
    await reconsider(due.subject, work)
