"""The journal and the read models on both stores."""

import random

import pytest
from sqlalchemy import select

from integration.reporting.conftest import NOW, Desk
from reporting.store import JOURNAL, entries
from reporting.use_cases.journal import record_events
from unit.reporting.builders import Programme, small_programme, twice


async def test_positions_are_whole_and_in_the_order_of_the_commits(desk: Desk) -> None:
    events = small_programme().events
    await desk.told(events, group=7)

    found = await desk.rows(select(JOURNAL.c.position, JOURNAL.c.id).order_by(JOURNAL.c.position))

    assert [row.position for row in found] == list(range(1, len(events) + 1))
    assert [row.id for row in found] == [event.id for event in events]


async def test_an_entry_holds_the_envelope_and_the_data(desk: Desk) -> None:
    event = Programme().round()
    await desk.told([event])

    async with desk.service.store.reading() as session:
        [entry] = await entries.newest(session, 1)

    assert entry == (
        1,
        event.id,
        event.source,
        event.type,
        event.subject,
        event.time,
        NOW,
        event.aggregate_version,
        event.correlation_id,
        event.causation_id,
        (event.traceparent or "").split("-")[1],
        event.data,
    )


async def test_the_same_event_again_is_written_once(desk: Desk) -> None:
    events = small_programme().events
    await desk.told(events)
    before = await desk.read_models()
    await desk.told(events[:10])

    assert len(await desk.rows(select(JOURNAL.c.id))) == len(events)
    assert await desk.read_models() == before


@pytest.mark.parametrize("seed", range(3))
async def test_any_order_and_duplication_gives_the_same_read_models_in_the_store(
    desk: Desk, seed: int
) -> None:
    events = small_programme().events
    await desk.told(events)
    in_order = await desk.read_models()
    mixed = twice(events)
    random.Random(seed).shuffle(mixed)
    async with desk.service.store.writing() as session:
        for name in ("journal", *in_order):
            await session.execute(JOURNAL.metadata.tables[name].delete())

    await desk.told(mixed, group=9)

    assert await desk.read_models() == in_order


async def test_a_group_that_fails_leaves_neither_journal_nor_read_models(desk: Desk) -> None:
    async def fails_at_last() -> None:
        async with desk.service.work() as work:
            await record_events(small_programme().events, work)
            raise RuntimeError("before the commit")

    with pytest.raises(RuntimeError):
        await fails_at_last()

    assert await desk.rows(select(JOURNAL.c.id)) == []
    assert not any((await desk.read_models()).values())


async def test_a_group_of_nothing_new_changes_nothing(desk: Desk) -> None:
    await desk.told([])

    assert await desk.rows(select(JOURNAL.c.id)) == []


async def test_what_no_text_column_can_hold_does_not_stop_the_journal(desk: Desk) -> None:
    told = Programme()
    told.school("registered", "900100", name="Saint André's \x00 \U0001f600 ' \" \\ %s :x")
    await desk.told(told.events)

    [school] = (await desk.read_models())["school"]
    assert school["name"].startswith("Saint André's ")
    assert school["name"].endswith("\U0001f600 ' \" \\ %s :x")
