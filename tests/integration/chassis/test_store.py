"""Transactions on either store: whole or not at all, and writers that wait for each other."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from chassis.storage import Store
from chassis.storage.database import is_outage
from chassis.storage.tables import metadata

INSERT = text("INSERT INTO thing (name) VALUES (:name)")


@pytest.fixture
async def stores(store_url):
    """Two processes' stores on one database."""
    url = store_url("applications")
    opened = [Store(url), Store(url)]
    async with opened[0].engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
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


async def test_probe_leaves_nothing_behind(stores):
    assert await stores[0].probe()
    async with stores[0].reading() as session:
        assert list(await session.execute(text("SELECT name FROM timer"))) == []


async def lock_for_writing(session):
    """As a backup or a migration does; on SQLite each writing transaction is such a lock."""
    if session.bind.dialect.name == "postgresql":
        await session.execute(text("LOCK TABLE timer IN ACCESS EXCLUSIVE MODE"))
    else:
        await session.execute(text("SELECT 1"))


async def test_database_that_another_process_locks_for_writing_fails_the_probe(stores):
    async with stores[1].writing() as session:
        await lock_for_writing(session)
        assert not await stores[0].probe()
    assert await stores[0].probe()


async def test_probe_takes_its_turn_among_our_own_writers(stores):
    async def write(name):
        async with stores[0].writing() as session:
            await session.execute(INSERT, {"name": name})

    writing = asyncio.gather(*(write(f"{number:03}") for number in range(100)))
    assert await stores[0].probe()
    await writing


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_error_of_a_locked_database_is_an_outage(stores):
    async with stores[1].writing() as session:
        await lock_for_writing(session)
        async with stores[0].engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            await driver.execute("PRAGMA busy_timeout = 1")
            with pytest.raises(OperationalError) as locked:
                await connection.execute(text("SELECT 1"))
    assert is_outage(locked.value)


async def test_error_of_a_statement_is_no_outage(stores):
    with pytest.raises((OperationalError, ProgrammingError)) as wrong:
        async with stores[0].writing() as session:
            await session.execute(text("SELECT nothing FROM nowhere"))
    assert not is_outage(wrong.value)


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_sqlite_checks_foreign_keys(stores):
    async with stores[0].writing() as session:
        await session.execute(text("CREATE TABLE part (name VARCHAR REFERENCES thing (name))"))

    async def insert_orphan():
        async with stores[0].writing() as session:
            await session.execute(text("INSERT INTO part (name) VALUES ('missing')"))

    with pytest.raises(IntegrityError):
        await insert_orphan()
