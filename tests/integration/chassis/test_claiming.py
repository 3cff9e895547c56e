"""A group is claimed in one statement, and each identity in it once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlmodel import select

from chassis import Event
from chassis.inbox.store import claim, claim_batch
from chassis.storage import Store, tables

NOW = datetime(2026, 11, 2, 9, 30, 0, 120, UTC)


@pytest.fixture
async def store(store_url) -> AsyncIterator[Store]:
    opened = Store(store_url("reporting"))
    async with opened.engine.begin() as connection:
        await connection.run_sync(tables.metadata.create_all)
    yield opened
    await opened.close()


def event(key: str) -> Event:
    return Event(
        id=f"id-{key}",
        source="urn:council:schools",
        type="council.schools.school.changed.v1",
        subject="É'\"\\ 100%:x",
        time=datetime(2026, 11, 2, 10, 0, 0, 5, timezone(timedelta(hours=1))),
        data={},
        key=key,
        content_hash="f" * 64,
    )


async def test_only_what_is_new_is_claimed_and_each_identity_once(store):
    async with store.writing() as session:
        assert await claim(session, event("a"), NOW)
    async with store.writing() as session:
        claimed = await claim_batch(session, [event("a"), event("b"), event("b")], NOW)
    assert claimed == {"b"}


async def test_a_row_claimed_in_a_group_equals_one_claimed_alone(store):
    async with store.writing() as session:
        await claim(session, event("alone"), NOW)
        await claim_batch(session, [event("grouped")], NOW)
    async with store.reading() as session:
        alone, grouped = (
            await session.exec(select(tables.InboxRow).order_by(tables.InboxRow.key))
        ).all()
    differing = {"key", "event_id"}
    assert alone.model_dump(exclude=differing) == grouped.model_dump(exclude=differing)
    assert grouped.event_time == datetime(2026, 11, 2, 9, 0, 0, 5, UTC)


async def test_a_time_claimed_in_a_group_compares_like_any_other(store):
    async with store.writing() as session:
        await claim_batch(session, [event("grouped")], NOW)
    async with store.reading() as session:
        later = select(tables.InboxRow.key).where(tables.InboxRow.settled_at > NOW)
        equal = select(tables.InboxRow.key).where(tables.InboxRow.settled_at == NOW)
        assert (await session.exec(later)).all() == []
        assert (await session.exec(equal)).all() == ["grouped"]
