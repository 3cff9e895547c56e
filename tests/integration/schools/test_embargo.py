"""An inspection with a later day of publication is restricted until that day begins in London."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chassis.testing import Desk
from integration.schools.registers import import_sample
from integration.schools.test_what_others_say import INSPECTION, RECORDED, inspection
from schools.main import Settings, build
from support.stores import StoreUrl

NOW = datetime(2026, 4, 15, 9, tzinfo=UTC)
PUBLISHED = datetime(2026, 4, 20, 23, tzinfo=UTC)  # 21 April begins in London


@pytest.fixture
async def desk(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    opened = await Desk.open(build, Settings, store_url("schools"), tmp_path, now=NOW)
    await import_sample(opened.service)
    yield opened
    await opened.close()


async def said(desk: Desk) -> list[dict[str, Any]]:
    return [each.data for each in await desk.recorded(RECORDED)]


async def test_inspection_is_told_when_its_day_begins_and_not_before(desk: Desk) -> None:
    assert await desk.send(INSPECTION, inspection()) == "applied"
    desk.now = PUBLISHED - timedelta(seconds=1)
    await desk.settle()
    assert (await said(desk), await desk.rows("inspection")) == ([], [])
    desk.now = PUBLISHED
    await desk.settle()
    [recorded] = await said(desk)
    assert recorded["published_on"] == "2026-04-21"
    assert await desk.rows("embargo") == []


async def test_inspection_that_comes_after_its_day_is_told_at_once(desk: Desk) -> None:
    desk.now = PUBLISHED
    await desk.send(INSPECTION, inspection())
    assert len(await said(desk)) == 1


async def test_day_of_publication_can_be_moved(desk: Desk) -> None:
    await desk.send(INSPECTION, inspection())
    desk.now += timedelta(hours=1)
    await desk.send(INSPECTION, inspection(published_on="2026-05-05"))
    desk.now = PUBLISHED
    await desk.settle()
    assert await said(desk) == []
    desk.now = datetime(2026, 5, 4, 23, tzinfo=UTC)
    await desk.settle()
    assert [each["published_on"] for each in await said(desk)] == ["2026-05-05"]


async def test_later_word_that_is_public_ends_what_was_kept_back(desk: Desk) -> None:
    await desk.send(INSPECTION, inspection())
    desk.now += timedelta(hours=1)
    await desk.send(INSPECTION, inspection(published_on="2026-04-15"))
    desk.now = PUBLISHED
    await desk.settle()
    assert [each["published_on"] for each in await said(desk)] == ["2026-04-15"]
    assert await desk.rows("timer") == []


@pytest.mark.parametrize("reverse", [False, True], ids=["in order", "out of order"])
async def test_order_of_arrival_does_not_matter(desk: Desk, *, reverse: bool) -> None:
    told = [
        (inspection(published_on="2026-04-15"), NOW - timedelta(hours=2)),
        (inspection(published_on="2026-04-21", safeguarding="Not met"), NOW - timedelta(hours=1)),
    ]
    for data, time in sorted(told, key=lambda each: each[1], reverse=reverse):
        await desk.send(INSPECTION, data, time=time)
    [public] = await desk.rows("inspection")
    assert public["safeguarding"] == "Met"
    desk.now = PUBLISHED
    await desk.settle()
    [public] = await desk.rows("inspection")
    assert public["safeguarding"] == "Not met"


async def test_inspection_of_tomorrow_is_refused(desk: Desk) -> None:
    tomorrow = inspection(inspected_on="2026-04-16", published_on="2026-05-05")
    assert await desk.send(INSPECTION, tomorrow) == "parked"
    [rejected] = await desk.recorded("council.schools.event.rejected.v1")
    assert [each["code"] for each in rejected.data["reasons"]] == ["dated-in-the-future"]
