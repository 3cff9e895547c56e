"""What becomes of an event that arrives: applied, seen before, waiting, parked."""

import orjson
import pytest
from sqlmodel import select

from chassis.storage import tables
from support.sample_service import CONDITION_MET, COUNTED, WITHDRAWN, condition, withdrawal

REJECTED = "council.applications.event.rejected.v1"


async def test_an_event_takes_effect_and_its_own_event_follows(make_service, bus, eventually, seen):
    heard = await bus.listen("council.applications.#")
    service = await make_service()
    event_id = await bus.publish(WITHDRAWN, withdrawal("FORM-1"), subject="FORM-1")
    await eventually(lambda: heard.of(COUNTED))
    [message] = heard.of(COUNTED)
    assert orjson.loads(message.body) == {"application": "FORM-1", "seen": 1}
    assert message.headers["ce-causationid"] == event_id
    assert message.headers["ce-correlationid"] == event_id
    assert message.headers["ce-aggregateversion"] == "1"
    assert message.message_id == message.headers["ce-id"]
    assert await seen(service) == {"FORM-1": 1}


async def test_the_same_event_twice_takes_effect_once(make_service, bus, eventually, seen, fates):
    service = await make_service()
    body = withdrawal("FORM-1")
    for _ in range(3):
        await bus.publish(WITHDRAWN, body, subject="FORM-1", id="same", time="2026-11-02T09:12:00Z")
    await bus.publish(WITHDRAWN, withdrawal("FORM-2"), subject="FORM-2", id="last")

    async def last_is_in():
        return (await fates(service)).get("last") == "applied"

    await eventually(last_is_in)
    assert await seen(service) == {"FORM-1": 1, "FORM-2": 1}


async def test_an_id_used_for_other_content_is_parked_and_told(make_service, bus, eventually, seen):
    heard = await bus.listen("council.applications.event.rejected.v1")
    service = await make_service()
    await bus.publish(WITHDRAWN, withdrawal("FORM-1"), subject="FORM-1", id="same")
    await bus.publish(WITHDRAWN, withdrawal("FORM-2"), subject="FORM-2", id="same")
    await eventually(lambda: heard.of(REJECTED))
    [told] = heard.data(REJECTED)
    assert told["event_id"] == "same"
    assert [reason["code"] for reason in told["reasons"]] == ["id-reused"]
    assert len(await seen(service)) == 1


async def test_a_refused_event_is_parked_and_its_publisher_reads_why(
    make_service, bus, eventually, fates
):
    service = await make_service()
    event_id = await bus.publish(WITHDRAWN, withdrawal("FORM-1", "refuse"), subject="FORM-1")

    async def told():
        return await bus.rejections("forms")

    [rejection] = await eventually(told)
    assert rejection["event_id"] == event_id
    assert rejection["event_type"] == WITHDRAWN
    assert rejection["reasons"] == [{"code": "because", "message": "It says so."}]
    assert await fates(service) == {event_id: "parked"}


@pytest.mark.parametrize(
    ("body", "code", "word"),
    [
        (b"{", "not-json", "JSON"),
        (b'{"form_reference": "F-1", "form_reference": "F-2"}', "duplicate-key", "same key"),
        (b'{"a": NaN}', "not-json", "JSON"),
        (b"\xff\xfe", "not-utf-8", "UTF-8"),
        (b"[" * 40 + b"]" * 40, "too-deep", "32 levels"),
        (b'{"form_reference": "FORM-1", "reason": "x"}', "schema", "withdrawn_at"),
        (b'{"form_reference": 7, "reason": "x", "withdrawn_at": 1}', "schema", "form_reference"),
    ],
)
async def test_bad_bodies_are_parked_with_a_reason_that_says_where(
    make_service, bus, eventually, body, code, word
):
    service = await make_service()
    await bus.publish(WITHDRAWN, body, subject="FORM-1")

    async def told():
        return await bus.rejections("forms")

    [rejection] = await eventually(told)
    assert rejection["reasons"][0]["code"] == code
    assert any(word in reason["message"] for reason in rejection["reasons"])
    async with service.store.reading() as session:
        [row] = (await session.exec(select(tables.InboxRow))).all()
        assert row.state == "parked"


async def test_an_event_waits_for_what_must_come_first_and_then_applies_itself(
    make_service, bus, eventually, seen, fates
):
    service = await make_service()
    early = await bus.publish(CONDITION_MET, condition("FORM-1"), subject="FORM-1")

    async def state():
        return (await fates(service)).get(early)

    async def waits():
        return await state() == "waiting"

    async def applied():
        return await state() == "applied"

    await eventually(waits)
    await bus.publish(WITHDRAWN, withdrawal("FORM-1"), subject="FORM-1")
    await eventually(applied)
    assert await seen(service) == {"FORM-1": 1, "FORM-1/COND-1": 1}
