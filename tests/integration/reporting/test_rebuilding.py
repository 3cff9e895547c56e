"""A rebuild proves that the read models are what the journal says."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import inspect, select, update
from typer.testing import CliRunner

from chassis.storage.migrations import differences, migrate
from chassis.storage.tables import OutboxRow
from integration.reporting.conftest import Desk
from reporting.cli import app
from reporting.main import Settings, build
from reporting.store import READ_MODELS
from reporting.use_cases import rebuild as rebuilding
from reporting.use_cases.rebuild import rebuild
from support.keys import KEY
from support.stores import StoreUrl
from unit.reporting.builders import Programme, award_and_pay, small_programme
from unit.reporting.challenge import challenged


async def test_a_rebuild_equals_what_stood(desk: Desk) -> None:
    await desk.told(small_programme().events)
    before = await desk.read_models()

    rebuilt = await rebuild(desk.service)

    assert rebuilt.equal
    assert rebuilt.position == len(small_programme().events)
    assert {found.table: found.rows_after for found in rebuilt.comparisons} == {
        name: len(rows) for name, rows in before.items()
    }
    assert await desk.read_models() == before


async def test_a_rebuild_leaves_the_read_models_of_support_and_challenge_as_they_were(
    desk: Desk,
) -> None:
    told = challenged()
    told.case("planned", objectives=[])
    await desk.told(told.events[::-1], group=3)
    before = await desk.read_models()
    assert [name for name, rows in before.items() if rows and "case" in name]

    assert (await rebuild(desk.service)).equal
    assert await desk.read_models() == before


async def test_the_service_goes_on_after_a_rebuild_in_whatever_order(desk: Desk) -> None:
    first, more = small_programme(), Programme()
    await desk.told(first.events)
    await rebuild(desk.service)
    award_and_pay(more, "0031", 100, paid=50)
    await desk.told(more.events)

    assert (await rebuild(desk.service)).equal
    assert len((await desk.read_models())["award"]) == 2


async def test_a_rebuild_mends_what_was_wrong_and_says_what(desk: Desk) -> None:
    await desk.told(small_programme().events)
    before = await desk.read_models()
    async with desk.service.store.writing() as session:
        award = READ_MODELS["award"]
        await session.execute(update(award).values(awarded_pence=1))
        await session.execute(READ_MODELS["payment"].delete())

    rebuilt = await rebuild(desk.service)

    different = {found.table: found for found in rebuilt.comparisons if not found.equal}
    assert set(different) == {"award", "payment"}
    [payment] = different["payment"].differences
    assert (payment.key, payment.before) == ("BACS-0001", None)
    assert "833333" in str(payment.after)
    assert (different["award"].only_before, different["award"].only_after) == (1, 1)
    assert await desk.read_models() == before


async def test_a_check_only_compares(desk: Desk) -> None:
    await desk.told(small_programme().events)
    async with desk.service.store.writing() as session:
        await session.execute(READ_MODELS["payment"].delete())

    assert not (await rebuild(desk.service, swap=False)).equal
    assert (await desk.read_models())["payment"] == []


async def test_a_rebuild_publishes_nothing_and_leaves_no_table_behind(desk: Desk) -> None:
    await desk.told(small_programme().events)

    def names(connection: object) -> set[str]:
        return set(inspect(connection).get_table_names())

    async with desk.service.store.engine.connect() as connection:
        before = await connection.run_sync(names)
    await rebuild(desk.service)
    async with desk.service.store.engine.connect() as connection:
        assert await connection.run_sync(names) == before
    assert await desk.rows(select(OutboxRow.event_id)) == []


async def test_entries_that_arrive_during_a_rebuild_are_caught_up_with(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, late = small_programme(), Programme()
    await desk.told(first.events)
    award_and_pay(late, "0031", 100, paid=50)
    reaching = rebuilding._catch_up

    async def and_then_more_comes(*given: object) -> int:
        reached = await reaching(*given)  # type: ignore[arg-type]
        await desk.told(late.events)
        return reached

    monkeypatch.setattr(rebuilding, "_catch_up", and_then_more_comes)
    rebuilt = await rebuild(desk.service)

    assert rebuilt.equal
    assert rebuilt.position == len(first.events) + len(late.events)


@pytest.mark.parametrize("wrong", [False, True])
async def test_the_command_ends_with_1_where_the_result_differs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, wrong: bool
) -> None:
    await desk.told(small_programme().events)
    if wrong:
        async with desk.service.store.writing() as session:
            await session.execute(READ_MODELS["payment"].delete())
    settings = desk.service.settings
    monkeypatch.setenv("REPORTING_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("REPORTING_AMQP_URL", settings.amqp_url)
    monkeypatch.setenv("REPORTING_KEY", KEY)

    ran = await run("rebuild", "--json")

    assert ran.exit_code == int(wrong)
    assert json.loads(ran.stdout)["equal"] is not wrong
    told = await run("rebuild", "--check")
    assert told.exit_code == 0
    assert "The rebuilt read models are equal to the present ones." in told.stdout


async def run(*arguments: str) -> Result:
    """The command in a thread of its own, for it starts its own loop."""
    return await asyncio.to_thread(CliRunner().invoke, app, list(arguments))


async def test_after_a_rebuild_the_tables_are_still_those_of_the_migrations(
    store_url: StoreUrl, tmp_path: Path
) -> None:
    url = store_url("reporting", empty=True)
    await migrate("reporting", url)
    settings = Settings(data_dir=tmp_path, amqp_url="amqp://nowhere/", database_url=url, key=KEY)
    desk = Desk(build, settings)
    try:
        await desk.told(small_programme().events)
        assert (await rebuild(desk.service)).equal
        assert await differences("reporting", url) == []
        assert (await rebuild(desk.service)).equal
    finally:
        await desk.close()
