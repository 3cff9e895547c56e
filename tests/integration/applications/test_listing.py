"""Every filter of /applications reads its page from an index, in order, without sorting."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from applications.views.listing import Listing, statement
from integration.applications.desk import Desk

DAY = date(2026, 10, 16)
FILTERS = [
    {"round": "2026-AUT"},
    {"round": "2026-AUT", "category": "learning-hub"},
    {"round": "2026-AUT", "state": "offered"},
    {"round": "2026-AUT", "category": "learning-hub", "state": "offered"},
    {"category": "learning-hub"},
    {"state": "offered"},
    {"authority": "806"},
    {"lead_school": "151369"},
    {"outcome": "approved"},
]


async def plan(desk: Desk, listing: Listing) -> str:
    """How SQLite finds the page."""
    async with desk.service.store.reading() as session:
        query = await statement(session, listing)
        written = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        found = await session.execute(text(f"EXPLAIN QUERY PLAN {written}"))
        return "\n".join(row[-1] for row in found)


@pytest.fixture
async def desk_on_sqlite(tmp_path: Path) -> AsyncIterator[Desk]:
    """SQLite alone: PostgreSQL chooses by its statistics, which an empty table has none of."""
    opened = await Desk.on(f"sqlite+aiosqlite:///{tmp_path}/applications.sqlite", tmp_path)
    yield opened
    await opened.close()


@pytest.mark.parametrize("equal", FILTERS, ids="-".join)
async def test_a_page_is_read_from_the_index_of_its_filters(
    desk_on_sqlite: Desk, equal: dict[str, str]
) -> None:
    found = await plan(desk_on_sqlite, Listing(equal, after="A-2026-0001"))
    assert f"USING INDEX ix_application_page_{'_'.join(equal)} " in found
    assert "TEMP B-TREE" not in found


async def test_a_page_by_day_of_submission_is_read_from_its_index(desk_on_sqlite: Desk) -> None:
    found = await plan(desk_on_sqlite, Listing(submitted_from=DAY, submitted_until=DAY))
    assert "USING INDEX ix_application_page_submitted " in found
    assert "TEMP B-TREE" not in found
