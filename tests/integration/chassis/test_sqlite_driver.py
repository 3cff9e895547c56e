"""One hop to the driver's thread for a statement or none, and all that it gives still comes."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from chassis import Store

INSERT = text("INSERT INTO thing (name) VALUES (:name)")


@pytest.fixture
async def store(tmp_path):
    opened = Store(f"sqlite+aiosqlite:///{tmp_path}/one.sqlite")
    async with opened.writing() as session:
        await session.execute(text("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"))
    yield opened
    await opened.close()


async def names(store):
    async with store.reading() as session:
        return list((await session.execute(text("SELECT name FROM thing ORDER BY id"))).scalars())


@pytest.mark.parametrize("short", [False, True])
async def test_rows_counts_and_keys_come_back(store, short):
    async with store.writing(short=short) as session:
        first = await session.execute(INSERT, {"name": "a"})
        many = await session.execute(INSERT, [{"name": "b"}, {"name": "c"}])
        told = await session.execute(text("INSERT INTO thing (name) VALUES ('d') RETURNING id"))
        changed = await session.execute(text("UPDATE thing SET name = name || '!' WHERE id < 3"))
        assert (first.lastrowid, many.rowcount, told.scalar_one(), changed.rowcount) == (1, 2, 4, 2)
    assert await names(store) == ["a!", "b!", "c", "d"]


async def insert_and(store, wrong, short):
    async with store.writing(short=short) as session:
        await session.execute(INSERT, {"name": "a"})
        await session.execute(wrong, {"name": "a"})


@pytest.mark.parametrize("short", [False, True])
async def test_a_statement_that_fails_leaves_nothing_behind_and_the_next_one_works(store, short):
    with pytest.raises(IntegrityError):
        await insert_and(store, INSERT, short)
    with pytest.raises(OperationalError):
        await insert_and(store, text("SELECT * FROM nowhere"), short)
    assert await names(store) == []


async def test_a_long_result_streams(store):
    async with store.writing() as session:
        await session.execute(INSERT, [{"name": f"n{number}"} for number in range(2_000)])
    async with store.reading() as session:
        streamed = await session.stream(text("SELECT id FROM thing"))
        assert sum([1 async for _ in streamed]) == 2_000
