"""What an attempt did before it waited or was rejected leaves nothing behind."""

from datetime import timedelta

import pytest

from chassis import Reason, Rejected, wait_for
from chassis.operations.inbox import Choice, replay
from support.sample_service import CONDITION_MET, WITHDRAWN, Counted, Thing, condition, withdrawal

REJECTED = "council.applications.event.rejected.v1"
OUTCOMES = {
    "waiting": wait_for("form", "FORM-9"),
    "parked": Rejected([Reason("because", "The form says so.")]),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
async def test_attempt_without_effect_leaves_no_row_event_timer_or_callback(
    desk, counting, outcome
):
    called = []

    async def nearly_done(form, work):
        work.session.add(Thing(name="half"))
        work.record(Counted(application="half", seen=1))
        await work.timer("due", subject="half", due=work.now, data={})
        work.after_commit(lambda: called.append("half"))
        await work.changed("form:FORM-1")
        await work.flush()
        raise OUTCOMES[outcome]

    await desk.send(CONDITION_MET, condition("FORM-1"), id="waiter")
    counting.replace(WITHDRAWN, nearly_done)
    assert await desk.send(WITHDRAWN, withdrawal("FORM-1")) == outcome
    assert [event.type for event in await desk.recorded() if event.type != REJECTED] == []
    assert await desk.rows("thing") == await desk.rows("timer") == called == []
    assert (await desk.inbox())["waiter"].state == "waiting"


async def test_attempt_that_finds_its_prerequisite_under_the_lock_records_once(desk, counting):
    attempts = []

    async def found_at_second_look(form, work):
        attempts.append(form)
        work.record(Counted(application=form.form_reference, seen=len(attempts)))
        if len(attempts) == 1:
            raise wait_for("form", "FORM-9")

    counting.replace(WITHDRAWN, found_at_second_look)
    assert await desk.send(WITHDRAWN, withdrawal("FORM-1")) == "applied"
    assert [event.data["seen"] for event in await desk.recorded()] == [2]


async def test_rejection_of_a_replay_as_of_an_earlier_moment_is_dated_now(desk, counting):
    earlier = desk.now - timedelta(days=3)

    async def by_the_clock(form, work):
        raise Rejected([Reason("early" if work.now == earlier else "late", "It is not the day.")])

    counting.replace(WITHDRAWN, by_the_clock)
    await desk.send(WITHDRAWN, withdrawal("FORM-1"), time=earlier)
    await replay(desk.service.store, Choice(state="parked"), as_of=earlier)
    await desk.settle()
    rejections = await desk.recorded(REJECTED)
    assert [event.data["reasons"][0]["code"] for event in rejections] == ["late", "early"]
    times = {event.delivery.headers["ce-time"] for event in rejections}
    assert times == {desk.now.isoformat().replace("+00:00", "Z")}
