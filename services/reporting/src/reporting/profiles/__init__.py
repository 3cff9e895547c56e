"""One school: everything that the read models know of it, and the search for schools."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.profiles.cases import case_parts
from reporting.profiles.funding import funding_parts
from reporting.profiles.inspections import inspections_of
from reporting.profiles.related import related_schools
from reporting.profiles.support import support_parts
from reporting.profiles.timeline import timeline
from reporting.reports.report import rows_of
from reporting.store import READ_MODELS
from reporting.store.entries import last_position

Profile = dict[str, Any]


async def profile(
    session: AsyncSession, urn: str, as_of: datetime, *, cases: bool
) -> Profile | None:
    """The school's page; without `cases` only what is open. None where no register has it."""
    school = READ_MODELS["school"]
    found = await rows_of(session, select(school).where(school.c.urn == urn))
    if not found:
        return None
    before, after = await related_schools(session, found[0])
    names = {row["urn"]: row["name"] for row in (*before, *after, *found)}
    urns = [urn, *(row["urn"] for row in before)]
    parts: Profile = {
        "as_of": as_of,
        "position": await last_position(session),
        "school": found[0],
        "predecessors": before,
        "successors": after,
        "names": names,
        "eras": await inspections_of(session, urns),
        **await support_parts(session, urn),
        **await funding_parts(session, urn),
        "cases_shown": cases,
        **(await case_parts(session, urn) if cases else {}),
    }
    return {**parts, "timeline": await timeline(session, urn, parts)}
