"""Records events: the journal and the read models change in one transaction."""

from collections.abc import Sequence

from chassis import Event, Work
from reporting import bulk
from reporting.projections import changes_of, rows_of
from reporting.store import JOURNAL, READ_MODELS, entries


async def record_events(events: Sequence[Event], work: Work) -> None:
    """Appends the batch to the journal and applies it to the read models.

    The queue has one active consumer. The lock covers the moment when another one takes over, so
    that positions follow the order of the commits.
    """
    if not events:
        return
    changed = rows_of(changes_of(events), READ_MODELS)
    await work.lock(entries.WRITER)
    await bulk.write(work.session, {JOURNAL: entries.rows_of(events, work.now), **changed})
