"""What follows when an import closed, converted or reopened a school."""

from chassis import Work
from schools.incoming import TimerDue
from schools.use_cases.challenge import cases
from schools.use_cases.challenge.statutory import settle_school
from schools.use_cases.register.schools import known_school
from schools.use_cases.support import support


async def school_changed(due: TimerDue, work: Work) -> None:
    """Everything that hangs on whether the school is open is derived anew."""
    await known_school(due.subject, work)  # the register's lock comes first, as everywhere
    await support.follow_school(due.subject, work)
    await cases.follow_school(due.subject, work)
    await settle_school(due.subject, work)
