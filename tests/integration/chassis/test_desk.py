"""A desk in front of a service, on either store: events in, recorded events out."""

from datetime import timedelta

from support.sample_service import CONDITION_MET, COUNTED, WITHDRAWN, condition, withdrawal


async def test_waiting_event_proceeds_when_its_prerequisite_is_sent(desk):
    assert await desk.send(CONDITION_MET, condition("FORM-1"), id="early") == "waiting"
    assert await desk.send(WITHDRAWN, withdrawal("FORM-1"), id="form") == "applied"
    states = {event_id: row.state for event_id, row in (await desk.inbox()).items()}
    assert states == {"early": "applied", "form": "applied"}


async def test_recorded_event_has_its_type_and_data(desk):
    await desk.send(WITHDRAWN, withdrawal("FORM-1"))
    [event] = await desk.recorded()
    assert (event.type, event.data) == (COUNTED, {"application": "FORM-1", "seen": 1})
    assert await desk.recorded(after=event.number) == []


async def test_timer_fires_when_the_clock_is_set_to_its_time(desk):
    due = desk.now + timedelta(days=1)
    async with desk.service.work() as work:
        await work.timer("due", subject="FORM-1", due=due, data=withdrawal("FORM-1"))
    await desk.settle()
    assert await desk.rows("thing") == []
    desk.now = due
    await desk.settle()
    assert await desk.rows("thing") == [{"name": "FORM-1", "seen": 1}]
    assert await desk.rows("timer") == []
