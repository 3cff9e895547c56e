"""A replay that comes out as it did before tells nobody a second time; a new reason is told."""

import pytest

from chassis import Reason, Rejected, wait_for
from chassis.operations.inbox import Choice, replay
from support.sample_service import CONDITION_MET, WITHDRAWN
from support.sample_service import rows as inbox_rows

REJECTED = "council.applications.event.rejected.v1"
FORM = {"form_reference": "FORM-1", "reason": "moved", "withdrawn_at": "2026-11-02T09:12:00Z"}


@pytest.fixture
def verdict(counting):
    """What the handler says of every withdrawal: set `verdict["raise"]`."""
    said = {"raise": Rejected([Reason("no-money", "£5 are missing.")]), "times": 0}

    async def judge(_form, _work):
        said["times"] += 1
        if said["raise"]:
            raise said["raise"]

    counting.replace(WITHDRAWN, judge)
    return said


@pytest.fixture
async def parked(make_service, bus, verdict, eventually):
    """A service with one event that its rule refused, and everything told about it so far."""
    told = await bus.listen(REJECTED)
    service = await make_service()
    await bus.publish(WITHDRAWN, FORM, subject="FORM-1")
    await eventually(lambda: len(told) == 1)
    return service, told


async def again(service, verdict, eventually):
    """Replay everything, and return the state in which it comes out."""
    before = verdict["times"]
    await replay(service.store, Choice())
    await eventually(lambda: verdict["times"] > before)

    async def settled():
        [row] = await inbox_rows(service)
        return row.state if row.state != "ready" else None

    return await eventually(settled)


async def told_to_forms(bus, told, number, eventually):
    await eventually(lambda: len(told) >= number)
    assert len(told) == number
    return [each["reasons"][0]["message"] for each in await bus.rejections("forms")]


async def test_the_same_reasons_are_told_once_however_often_it_is_replayed(
    parked, bus, verdict, eventually
):
    service, told = parked
    for _ in range(3):
        assert await again(service, verdict, eventually) == "parked"
    verdict["raise"] = Rejected([Reason("no-money", "£4 are missing.")])
    assert await again(service, verdict, eventually) == "parked"
    said = await told_to_forms(bus, told, 2, eventually)
    assert said == ["£5 are missing.", "£4 are missing."]


async def test_nor_again_after_it_waited_in_between(parked, bus, verdict, eventually):
    service, told = parked
    refusal = verdict["raise"]
    verdict["raise"] = wait_for("round", "2026-AUT")
    assert await again(service, verdict, eventually) == "waiting"
    verdict["raise"] = refusal
    assert await again(service, verdict, eventually) == "parked"
    verdict["raise"] = Rejected([Reason("late", "It came late.")])
    assert await again(service, verdict, eventually) == "parked"
    said = await told_to_forms(bus, told, 2, eventually)
    assert said == ["£5 are missing.", "It came late."]


async def test_another_event_with_the_same_reasons_is_told_of(parked, bus, eventually):
    _, told = parked
    await bus.publish(WITHDRAWN, FORM, subject="FORM-1")
    await eventually(lambda: len(told) == 2)
    await bus.publish(CONDITION_MET, {"application": "A-1"}, subject="A-1")
    await eventually(lambda: len(told) == 3)
