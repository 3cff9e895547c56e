"""A desk in front of a service, on either store: events in, recorded events out."""

from datetime import UTC, datetime, timedelta

import pytest

from chassis import Service
from chassis.testing import Desk
from support.sample_service import (
    CONDITION_MET,
    COUNTED,
    WITHDRAWN,
    Base,
    Counted,
    Counting,
    Settings,
    condition,
    withdrawal,
)

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
async def desk(store_url, tmp_path):
    inbox = Counting().inbox

    def build(settings: Settings) -> Service:
        return Service(
            "applications", settings, inbox=inbox, events=[Counted], metadata=Base.metadata
        )

    opened = await Desk.open(build, Settings, store_url("applications"), tmp_path, now=NOW)
    yield opened
    await opened.close()


async def test_waiting_event_proceeds_when_its_prerequisite_is_sent(desk):
    assert await desk.send(CONDITION_MET, condition("FORM-1"), id="early") == "waiting"
    assert await desk.send(WITHDRAWN, withdrawal("FORM-1"), id="form") == "applied"
    assert {key: row.state for key, row in (await desk.inbox()).items()} == {
        "early": "applied",
        "form": "applied",
    }


async def test_recorded_event_has_its_type_and_data(desk):
    await desk.send(WITHDRAWN, withdrawal("FORM-1"))
    [event] = await desk.recorded()
    assert (event.type, event.data) == (COUNTED, {"application": "FORM-1", "seen": 1})
    assert await desk.recorded(after=event.number) == []


async def test_timer_fires_when_the_clock_is_set_to_its_time(desk):
    async with desk.service.work() as work:
        due = NOW + timedelta(days=1)
        await work.timer("due", subject="FORM-1", due=due, data=withdrawal("FORM-1"))
    await desk.settle()
    assert await desk.rows("thing") == []
    desk.now = due
    await desk.settle()
    assert await desk.rows("thing", name="FORM-1") == [{"name": "FORM-1", "seen": 1}]
    assert await desk.rows("timer") == []
