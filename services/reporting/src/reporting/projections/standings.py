"""Where each application stands, worked out from its copy and its steps once these are written.

An event that comes late, of an older version, can move the day since which a status is held: so
the row is worked out again from all steps and is not one event's.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, Table, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import public_before_release
from chassis.storage import upsert_many
from reporting.domain.changes import Changes, Row
from reporting.domain.pipeline import pipeline

_COPIED = ("application", "version", "round", "authority", "category", "theme", "title")
_COPY = (*_COPIED, "lead_school", "state", "outcome")
_STEP = ("application", "version", "time", "state")


async def place(session: AsyncSession, changes: Changes, tables: Mapping[str, Table]) -> None:
    """Writes the standing of each application that the changes name."""
    changed = sorted({key[0] for key in changes.tables.get("application", ())})
    if not changed:
        return
    copies = await _rows(session, _of(tables["application"], _COPY, changed))
    steps = await _rows(session, _of(tables["application_step"], _STEP, changed))
    standings = pipeline(copies, steps, public_before_release())
    rows = [one.as_row() for one in standings]
    await upsert_many(session, tables["application_standing"], rows)


def _of(table: Table, columns: tuple[str, ...], applications: list[str]) -> Select[Any]:
    wanted = select(*(table.c[name] for name in columns))
    return wanted.where(table.c.application.in_(applications))


async def _rows(session: AsyncSession, query: Select[Any]) -> list[Row]:
    return [dict(row) for row in (await session.execute(query)).mappings()]
