"""Events in: all that our four services publish, in groups, one transaction for each group."""

from collections.abc import Sequence

from chassis import Event, Inbox, Work
from reporting.use_cases import record_events

inbox = Inbox("reporting")


@inbox.on_group(
    "council.schools.#",
    "council.applications.#",
    "council.notifications.#",
    "council.reporting.#",
)
async def journal(events: Sequence[Event], work: Work) -> None:
    """Every event goes into the journal, their rejections too."""
    await record_events(events, work)
