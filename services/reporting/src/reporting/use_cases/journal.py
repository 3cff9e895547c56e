"""Records events: the journal and the read models change in one transaction."""

from collections.abc import Sequence

from chassis import Event, Work
from reporting.projections import apply, changes_of
from reporting.store import READ_MODELS, entries


async def record_events(events: Sequence[Event], work: Work) -> None:
    """Appends the batch to the journal and applies it to the read models.

    The queue has one active consumer. The lock covers the moment when another one takes over, so
    that positions follow the order of the commits.
    """
    if not events:
        return
    changes = changes_of(events)
    await work.lock(entries.WRITER)
    await entries.append(work.session, events, work.now)
    await apply(work.session, changes, READ_MODELS)
