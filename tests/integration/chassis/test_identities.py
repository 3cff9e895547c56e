"""An id is taken by an event that could be read, and by nothing else that bears it."""

from datetime import UTC, datetime, timedelta

import pytest

from chassis.operations.inbox import Choice, replay
from support.sample_service import CONDITION_MET, WITHDRAWN, condition, rows, things, withdrawal

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
AHEAD = (NOW + timedelta(minutes=6)).isoformat()
FORM = {"form_reference": "FORM-1", "reason": "moved", "withdrawn_at": "2026-11-02T09:12:00Z"}


@pytest.fixture
async def service(make_service):
    """One replica, its clock in our hands."""
    made = await make_service(run=False)
    made.clock = lambda: made.now
    made.now = NOW
    return made


async def fates(service):
    return [(row.state, [reason["code"] for reason in row.reasons]) for row in await rows(service)]


async def test_a_forged_source_does_not_take_another_systems_id(service, counting):
    at = NOW.isoformat()
    forged = counting.delivery(WITHDRAWN, FORM, id="M-1", source="urn:council:casework", time=at)
    genuine = counting.delivery(CONDITION_MET, condition("FORM-1"), id="M-1", time=at)
    assert await service.processor.process(forged) == "parked"
    assert await service.processor.process(genuine) == "waiting"
    assert await fates(service) == [("parked", ["foreign-source"]), ("waiting", ["waiting"])]


async def test_another_type_than_the_routing_key_does_not_take_the_id_either(service, counting):
    at = NOW.isoformat()
    odd = counting.delivery(WITHDRAWN, FORM, id="F-1", type=CONDITION_MET, time=at)
    assert await service.processor.process(odd) == "parked"
    good = counting.delivery(WITHDRAWN, FORM, id="F-1", time=at)
    assert await service.processor.process(good) == "applied"


async def test_what_lay_in_the_future_is_taken_in_when_it_is_sent_again_in_time(service, counting):
    early = counting.delivery(WITHDRAWN, FORM, id="F-1", time=AHEAD)
    assert await service.processor.process(early) == "parked"
    assert await service.processor.process(early) == "duplicate"
    service.now += timedelta(minutes=3)
    assert await service.processor.process(early) == "applied"
    assert await service.processor.process(early) == "duplicate"
    assert await things(service) == {"FORM-1": 1}


async def test_a_body_that_was_cut_is_taken_in_when_it_is_sent_whole(service, counting):
    whole = counting.delivery(WITHDRAWN, FORM, id="F-1", time=NOW.isoformat())
    cut = type(whole)(WITHDRAWN, whole.headers, whole.content_type, whole.body[:-3])
    assert await service.processor.process(cut) == "parked"
    assert await service.processor.process(whole) == "applied"


async def test_the_same_under_another_trace_is_parked_once(service, counting):
    early = counting.delivery(WITHDRAWN, FORM, id="F-1", time=AHEAD)
    outcomes = []
    for trace in ("a" * 32, "b" * 32):
        early.headers["ce-traceparent"] = f"00-{trace}-{'c' * 16}-01"
        outcomes.append(await service.processor.process(early))
    assert outcomes == ["parked", "duplicate"]


async def test_a_replay_goes_on_under_the_identity_that_can_be_read_by_then(service, counting):
    early = counting.delivery(CONDITION_MET, condition("FORM-1"), id="C-1", time=AHEAD)
    await service.processor.process(early)
    service.now += timedelta(minutes=6)
    await replay(service.store, Choice())
    await service.sweep.once()
    assert await fates(service) == [("waiting", ["waiting"])]
    assert await service.processor.process(early) == "duplicate"
    form = counting.delivery(WITHDRAWN, withdrawal("FORM-1"), time=NOW.isoformat())
    await service.processor.process(form)
    await service.sweep.once()
    assert await things(service) == {"FORM-1": 1, "FORM-1/COND-1": 1}


@pytest.mark.parametrize(
    ("later", "left"),
    [(FORM, []), ({**FORM, "reason": "x"}, [("parked", ["id-reused"])])],
    ids=["the same", "something else"],
)
async def test_a_replay_of_what_was_sent_again_meanwhile_takes_no_effect(
    service, counting, later, left
):
    early = counting.delivery(WITHDRAWN, FORM, id="F-1", time=AHEAD)
    await service.processor.process(early)
    service.now += timedelta(minutes=6)
    again = counting.delivery(WITHDRAWN, later, id="F-1", time=AHEAD)
    assert await service.processor.process(again) == "applied"
    await replay(service.store, Choice())
    await service.sweep.once()
    assert await things(service) == {"FORM-1": 1}
    assert sorted(await fates(service)) == [("applied", []), *left]
