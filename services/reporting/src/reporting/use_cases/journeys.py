"""Finds the events of an application, school, award, form, event, correlation or trace."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import is_open, shown_reasons
from reporting.domain.entry import Entry
from reporting.domain.journey import Stop, journey
from reporting.store import JOURNAL, READ_MODELS
from reporting.store.entries import last_position

MAX_EVENTS = 1_000
_MAX_DEPTH = 20
_MAX_IDENTITIES = 500
# One extract causes the events of thousands of schools, so its correlation is no journey.
_SHARED_CORRELATION = frozenset({"schools.school", "schools.register"})


class Journey(NamedTuple):
    """The events found, the newest event of the journal, and whether some are left out."""

    identity: str
    as_of: datetime
    position: int
    stops: list[Stop]
    truncated: bool

    def as_json(self) -> dict[str, Any]:
        """The journey as JSON."""
        return {
            "id": self.identity,
            "as_of": self.as_of.isoformat().replace("+00:00", "Z"),
            "position": self.position,
            "truncated": self.truncated,
            "events": [stop.as_json() for stop in self.stops],
        }


async def find_journey(session: AsyncSession, identity: str, as_of: datetime) -> Journey:
    """The events that belong to this identity; no stops where none does."""
    found = await _named(session, identity)
    belongs = await _belonging(session, identity, found)
    everything = {entry.position: entry for entry in [*found, *belongs]}
    kept = [everything[position] for position in sorted(everything)[:MAX_EVENTS]]
    truncated = len(everything) > MAX_EVENTS
    return Journey(identity, as_of, await last_position(session), journey(kept), truncated)


async def _named(session: AsyncSession, identity: str) -> list[Entry]:
    """The events with this identity, and those of the application that came by this form."""
    application = READ_MODELS["application"]
    by_form = select(application.c.application).where(application.c.form_reference == identity)
    subjects = [identity, *(await session.execute(by_form)).scalars()]
    return await _entries(
        session,
        or_(
            JOURNAL.c.subject.in_(subjects),
            JOURNAL.c.id == identity,
            JOURNAL.c.trace_id == identity.lower(),
            JOURNAL.c.correlation_id == identity,
            JOURNAL.c.causation_id == identity,
        ),
    )


async def _belonging(session: AsyncSession, identity: str, found: list[Entry]) -> list[Entry]:
    """More events: for an event its causes and effects, for a subject those it correlates with.

    A trace is complete already.
    """
    if not found or any(entry.trace_id == identity.lower() for entry in found):
        return []
    if any(identity in {entry.id, entry.causation_id} for entry in found):
        return await _chain(session, found)
    correlations = {
        entry.correlation_id
        for entry in found
        if entry.correlation_id and ".".join(entry.type.split(".")[1:3]) not in _SHARED_CORRELATION
    }
    return await _entries(session, JOURNAL.c.correlation_id.in_(_some(correlations)))


async def _chain(session: AsyncSession, found: list[Entry]) -> list[Entry]:
    """The causes and the effects of these events, link by link."""
    chain = {entry.id: entry for entry in found}
    newest = list(found)
    for _ in range(_MAX_DEPTH):
        causes = _some(entry.causation_id for entry in newest if entry.causation_id)
        effects = JOURNAL.c.causation_id.in_(_some(entry.id for entry in newest))
        linked = await _entries(session, or_(JOURNAL.c.id.in_(causes), effects))
        newest = [entry for entry in linked if entry.id not in chain]
        chain.update((entry.id, entry) for entry in newest)
        if not newest or len(chain) > MAX_EVENTS:
            break
    return list(chain.values())


def _some(identities: Iterable[str]) -> list[str]:
    return sorted(set(identities))[:_MAX_IDENTITIES]


async def _entries(session: AsyncSession, condition: ColumnElement[bool]) -> list[Entry]:
    """The entries that open pages may show, each without what is confidential in it."""
    query = select(*JOURNAL.c).where(condition).order_by(JOURNAL.c.position).limit(MAX_EVENTS + 1)
    found = [Entry(*row) for row in await session.execute(query)]
    return [_open(entry) for entry in found if is_open(entry.type, entry.data)]


def _open(entry: Entry) -> Entry:
    """A rejection with the reasons that may be shown."""
    rejected, reasons = entry.data.get("event_type"), entry.data.get("reasons")
    if not isinstance(rejected, str) or not isinstance(reasons, list):
        return entry
    return entry._replace(data={**entry.data, "reasons": shown_reasons(rejected, reasons)})
