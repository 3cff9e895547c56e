"""Migrations: written from the models, run once however many start together."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.storage.make_migration import autogenerate
from chassis.storage.migrations import differences, migrate


async def test_a_generated_version_makes_exactly_the_models_tables(grants, store_url):
    written = await autogenerate(grants, "the first tables")
    url = store_url("grants")

    await migrate(grants, url)

    assert [path.name for path in written] == ["0001_the_first_tables.py"]
    assert await differences(grants, url) == []


async def test_nothing_is_written_where_models_and_versions_agree(grants):
    await autogenerate(grants, "the first tables")

    assert await autogenerate(grants, "nothing new") == []


async def test_versions_hold_no_code_of_ours(grants):
    [path] = await autogenerate(grants, "the first tables")

    assert "chassis" not in path.read_text()
    assert "sqlmodel" not in path.read_text()


async def test_replicas_that_start_together_migrate_once(grants, store_url):
    await autogenerate(grants, "the first tables")
    url = store_url("grants")

    await asyncio.gather(*(migrate(grants, url) for _ in range(4)))

    assert await differences(grants, url) == []


async def test_a_database_keeps_its_rows_when_migrated_again(grants, store_url):
    await autogenerate(grants, "the first tables")
    url = store_url("grants")
    await migrate(grants, url)
    await _run(url, "INSERT INTO audit (at, who, action, target, reason) "
                    "VALUES ('2026-01-01 00:00:00', 'ann', 'discard', 'k', '')")  # fmt: skip

    await migrate(grants, url)

    assert await _run(url, "SELECT count(*) FROM audit") == 1


async def test_a_version_that_fails_leaves_the_database_as_it_was(grants, store_url):
    [path] = await autogenerate(grants, "the first tables")
    path.write_text(
        path.read_text().replace(
            "def downgrade", "    raise OSError('half done')\n\n\ndef downgrade"
        )
    )
    url = store_url("grants")

    with pytest.raises(OSError, match="half done"):
        await migrate(grants, url)

    assert await differences(grants, url) != []
    path.write_text(path.read_text().replace("    raise OSError('half done')\n", ""))
    await migrate(grants, url)
    assert await differences(grants, url) == []


async def _run(url: str, statement: str) -> int | None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        result = await connection.execute(text(statement))
        found = result.scalar() if result.returns_rows else None
    await engine.dispose()
    return found
