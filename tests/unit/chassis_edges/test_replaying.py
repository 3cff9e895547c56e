"""A replay by command is applied by the running service's sweep, as of the moment given."""

from datetime import UTC, datetime

import orjson
import pytest

from chassis import Reason, Rejected
from chassis.contracts.event import Delivery
from chassis.inbox.registry import Handler
from chassis.operations.inbox import Choice, replay, unsettled
from chassis.storage.tables import InboxRow

ASKED = "council.forms.grant.asked.v1"
FRIDAY = datetime(2026, 2, 27, 12, tzinfo=UTC)


@pytest.fixture
def judged(service):
    """The moments at which the handler judged the event; it refuses what comes after Friday."""
    moments = []

    async def in_time(_form, work):
        moments.append(work.now)
        if work.now > FRIDAY:
            raise Rejected([Reason("late", "It came after Friday.")])

    handler = service.inbox.handlers[ASKED]
    service.inbox.handlers[ASKED] = Handler(ASKED, handler.model, in_time)
    return moments


async def test_an_event_replayed_as_of_a_moment_is_judged_then(service, judged):
    service.clock = lambda: datetime(2026, 3, 2, 9, tzinfo=UTC)
    await service.processor.process(asked())
    [parked] = await unsettled(service.store, Choice(state="parked"))

    await replay(service.store, Choice(keys=[parked.key]), as_of=FRIDAY)
    await service.sweep.once()

    assert judged[-1] == FRIDAY
    assert await unsettled(service.store, Choice()) == []


async def test_an_event_replayed_without_a_moment_is_judged_now(service, judged):
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    service.clock = lambda: now
    await service.processor.process(asked())

    await replay(service.store, Choice(reason="late"))
    await service.sweep.once()

    assert judged == [now, now]
    [again] = await unsettled(service.store, Choice())
    assert again.state == "parked"


def asked() -> Delivery:
    headers = {
        "ce-id": "F-1/1",
        "ce-source": "urn:council:forms",
        "ce-specversion": "1.0",
        "ce-type": ASKED,
        "ce-subject": "F-1",
        "ce-time": "2026-02-27T11:59:00Z",
    }
    body = orjson.dumps({"form_reference": "F-1"})
    return Delivery(ASKED, headers, "application/json", body)


async def test_a_discarded_event_is_forgotten_when_an_applied_one_is(service, row):
    long_ago = datetime(2024, 1, 1, tzinfo=UTC)
    async with service.store.writing() as session:
        session.add(row("a" * 64, "discarded", received_at=long_ago, settled_at=long_ago))
        session.add(row("b" * 64, "discarded", settled_at=datetime.now(UTC)))

    await service.retention.once()

    async with service.store.reading() as session:
        assert await session.get(InboxRow, "a" * 64) is None
        assert await session.get(InboxRow, "b" * 64) is not None
