"""Transactions on either store: whole or not at all, and writers that wait for each other."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chassis.storage import Store

INSERT = text("INSERT INTO thing (name) VALUES (:name)")


@pytest.fixture
async def stores(store_url):
    """Two processes' stores on one database."""
    url = store_url("applications")
    opened = [Store(url), Store(url)]
    async with opened[0].writing() as session:
        await session.execute(text("CREATE TABLE thing (name VARCHAR PRIMARY KEY)"))
    yield opened
    for each in opened:
        await each.close()


async def names(store):
    async with store.reading() as session:
        return list((await session.execute(text("SELECT name FROM thing ORDER BY 1"))).scalars())


async def test_committed_rows_are_seen_by_another_store(stores):
    async with stores[0].writing() as session:
        await session.execute(INSERT, [{"name": "a"}, {"name": "b"}])
    assert await names(stores[1]) == ["a", "b"]


async def test_failed_statement_leaves_nothing_and_the_next_transaction_works(stores):
    async def insert_twice():
        async with stores[0].writing() as session:
            await session.execute(INSERT, {"name": "a"})
            await session.execute(INSERT, {"name": "a"})

    with pytest.raises(IntegrityError):
        await insert_twice()
    assert await names(stores[0]) == []
    async with stores[0].writing() as session:
        await session.execute(INSERT, {"name": "a"})
    assert await names(stores[0]) == ["a"]


async def test_writers_at_the_same_time_all_commit(stores):
    async def write(store, name):
        async with store.writing() as session:
            await session.execute(text("SELECT count(*) FROM thing"))
            await session.execute(INSERT, {"name": name})

    writers = (write(stores[number % 2], f"{number:03}") for number in range(100))
    await asyncio.gather(*writers)
    assert len(await names(stores[0])) == 100


async def test_database_that_does_not_answer_fails_the_probe(stores, store_url):
    assert await stores[0].probe()
    nowhere = Store("sqlite+aiosqlite:////nowhere/at/all.sqlite")
    assert not await nowhere.probe()
    await nowhere.close()


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_sqlite_checks_foreign_keys(stores):
    async with stores[0].writing() as session:
        await session.execute(text("CREATE TABLE part (name VARCHAR REFERENCES thing (name))"))

    async def insert_orphan():
        async with stores[0].writing() as session:
            await session.execute(text("INSERT INTO part (name) VALUES ('missing')"))

    with pytest.raises(IntegrityError):
        await insert_orphan()
