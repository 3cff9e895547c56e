"""What follows when an import closed, converted or reopened a school."""

from chassis import Work
from schools.incoming import TimerDue
from schools.use_cases import support
from schools.use_cases.notices import settle_notices
from schools.use_cases.proposals import reconsider


async def school_changed(due: TimerDue, work: Work) -> None:
    """Everything that hangs on whether the school is open is derived anew."""
    await settle_notices(due.subject, work)
    await support.follow_school(due.subject, work)
    await reconsider(due.subject, work)
