"""Events in: every event of the four services, in batches, one transaction a batch."""

from collections.abc import Sequence

from chassis import Event, Inbox, Work
from reporting.use_cases.journal import record_events

inbox = Inbox("reporting")


@inbox.on_group(
    "council.schools.#",
    "council.applications.#",
    "council.notifications.#",
    "council.reporting.#",
)
async def journal(events: Sequence[Event], work: Work) -> None:
    """Records every event in the journal, rejections too."""
    await record_events(events, work)
