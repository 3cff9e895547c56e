"""Many rows at once are stored as the models store one, on either store."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import JSON, Index, LargeBinary, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from chassis.storage import Pence, Store, UtcDateTime, insert_many, insert_new, upsert_many

ODD = "É'\"\\ 100% $1 ? :x"
NOON = datetime(2026, 11, 2, 13, 0, 0, 5, timezone(timedelta(hours=1)))


class Base(SQLModel, registry=registry()):
    """The tables of this test alone."""


class Thing(Base, table=True):
    __tablename__ = "thing"
    __table_args__ = (Index("ix_thing_pair", "source", "number", unique=True),)

    name: str = Field(primary_key=True, max_length=40)
    version: int
    source: str
    number: int = Field(sa_type=Pence)
    at: datetime | None = Field(sa_type=UtcDateTime)
    on: date | None
    good: bool
    data: list[dict[str, Any]] = Field(sa_type=JSON)
    body: bytes | None = Field(sa_type=LargeBinary)


THING: Any = Thing.__table__


def thing(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "name": name,
        "version": 1,
        "source": "here",
        "number": len(name),
        "at": NOON,
        "on": date(2026, 11, 2),
        "good": True,
        "data": [{"a": [1, ODD]}],
        "body": b"\x00\xff",
        **changes,
    }


@pytest.fixture
async def store(store_url):
    opened = Store(store_url("applications"))
    async with opened.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield opened
    await opened.close()


async def stored(store: Store) -> list[dict[str, Any]]:
    async with store.reading() as session:
        found = await session.execute(select(Thing).order_by(THING.c.name))
        return [row.model_dump() for row in found.scalars()]


async def test_inserted_rows_equal_those_of_the_models(store):
    empty = thing(ODD, at=None, on=None, good=False, data=[], body=None)
    async with store.writing() as session:
        session.add_all([Thing(**thing("1")), Thing(**{**empty, "name": "2", "number": 2})])
    by_models = await stored(store)
    async with store.writing() as session:
        await session.execute(THING.delete())
        rows = [thing("1"), {**empty, "name": "2", "number": 2}]
        await insert_many(session, THING, rows)
    assert await stored(store) == by_models
    assert by_models[0]["at"] == NOON.astimezone(UTC)


async def test_time_of_a_bulk_row_compares_like_any_other(store):
    async with store.writing() as session:
        await insert_many(session, THING, [thing("a")])
    async with store.reading() as session:
        equal = await session.execute(select(THING.c.name).where(THING.c.at == NOON))
        later = await session.execute(select(THING.c.name).where(THING.c.at > NOON))
        assert (equal.scalars().all(), later.scalars().all()) == (["a"], [])


async def test_thousands_of_rows_are_inserted_at_once(store):
    async with store.writing() as session:
        await insert_many(session, THING, [thing(f"{n:05}", number=n) for n in range(10_000)])
    assert len(await stored(store)) == 10_000


async def test_inserted_row_that_exists_is_an_error(store):
    async def insert_twice():
        async with store.writing() as session:
            await insert_many(session, THING, [thing("a"), thing("a", number=9)])

    with pytest.raises(IntegrityError):
        await insert_twice()
    assert await stored(store) == []


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)  # SQLite checks no length
async def test_text_longer_than_its_column_is_refused_and_not_cut(store):
    async def insert_long():
        async with store.writing() as session:
            await insert_many(session, THING, [thing("a" * 41)])

    with pytest.raises(DBAPIError):
        await insert_long()


async def test_nul_is_replaced_in_texts_and_json(store):
    async with store.writing() as session:
        await insert_many(session, THING, [thing("a\0b", data=[{"c": "d\0e"}])])
    (found,) = await stored(store)
    assert (found["name"], found["data"]) == ("a\ufffdb", [{"c": "d\ufffde"}])


async def test_upserted_row_replaces_its_predecessor(store):
    async with store.writing() as session:
        await insert_many(session, THING, [thing("a"), thing("bb")])
        await upsert_many(session, THING, [thing("a", good=False), thing("ccc")])
    assert [(row["name"], row["good"]) for row in await stored(store)] == [
        ("a", False),
        ("bb", True),
        ("ccc", True),
    ]


async def test_newer_version_replaces_and_older_or_equal_does_not(store):
    async with store.writing() as session:
        await insert_many(session, THING, [thing(n, version=5, number=ord(n)) for n in "abc"])
        given = {"a": 4, "b": 5, "c": 6}
        rows = [thing(n, version=v, number=ord(n), good=False) for n, v in given.items()]
        await upsert_many(session, THING, rows, newer="version")
    assert [row["good"] for row in await stored(store)] == [True, True, False]


async def test_rows_with_new_keys_are_inserted_and_named(store):
    async with store.writing() as session:
        await insert_many(session, THING, [thing("a")])
        rows = [thing("a", good=False), thing(ODD), thing(ODD, good=False)]
        assert await insert_new(session, THING, rows, key=("name",)) == {(ODD,)}
        assert await insert_new(session, THING, rows, key=("name",)) == set()
    assert [row["good"] for row in await stored(store)] == [True, True]


async def test_new_keys_of_two_columns_are_named_whole(store):
    async with store.writing() as session:
        await insert_many(session, THING, [thing("a")])
        rows = [thing("b"), thing("c", source="there")]
        found = await insert_new(session, THING, rows, key=("source", "number"))
    assert found == {("there", 1)}
    assert [row["name"] for row in await stored(store)] == ["a", "c"]


async def test_no_rows_are_no_statement(store):
    async with store.writing() as session:
        await insert_many(session, THING, [])
        await upsert_many(session, THING, [])
        assert await insert_new(session, THING, [], key=("name",)) == set()
