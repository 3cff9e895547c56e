"""A drill on a node of its own: messages that once stopped every service for good stop nothing."""

import resource
from collections.abc import Iterator

import pytest

from chassis.messaging.topology import parked_queue
from support.broker import Broker
from support.bus import event_headers
from support.repetitions import repetitions
from support.sample_service import CONDITION_MET, WITHDRAWN, rows, things, withdrawal

ROUNDS = repetitions(25, 500)  # more than the delivery limit of an inbox
LARGE = b'"' + b"x" * 900_000 + b'"'
MAX_GROWTH_KILOBYTES = 200_000

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)  # it is the wire's


@pytest.fixture(scope="module")
def broker() -> Iterator[Broker]:
    """A node that no other test shares."""
    started = Broker().start()
    yield started
    started.stop()


@pytest.mark.timeout(600)
async def test_hostile_messages_neither_stop_the_service_nor_fill_its_memory(
    make_service, raw, deep_header, bus, eventually
):
    service = await make_service()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(ROUNDS):
        headers = event_headers(WITHDRAWN, id=f"deep-{number}", subject="FORM-1")
        await raw(headers | deep_header | {"BCC": [CONDITION_MET]}, withdrawal("FORM-1"))
        await bus.publish(WITHDRAWN, LARGE, subject="FORM-1", id=f"large-{number}")
    await bus.publish(WITHDRAWN, withdrawal("FORM-LAST"), subject="FORM-LAST", id="last")

    async def all_settled() -> bool:
        return len(await rows(service)) == 2 * ROUNDS + 1

    await eventually(all_settled, 240)
    assert await things(service) == {"FORM-LAST": 1}
    kept = {row.event_id: row for row in await rows(service)}
    codes = {name: row.reasons[0]["code"] for name, row in kept.items() if row.reasons}
    assert {code for name, code in codes.items() if "deep" in name} == {"malformed-attribute"}
    assert {code for name, code in codes.items() if "large" in name} == {"too-large"}
    assert all(kept[f"large-{number}"].body is None for number in range(ROUNDS))

    def copies_dropped() -> bool:
        number = service.metrics.registry.get_sample_value("attain_unaddressed_total")
        return number == ROUNDS  # the originals came to the inbox of the forms

    await eventually(copies_dropped)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MAX_GROWTH_KILOBYTES

    channel = await bus.channel("operator")
    parked = await channel.declare_queue(parked_queue("applications"), passive=True)
    assert parked.declaration_result.message_count == 0
