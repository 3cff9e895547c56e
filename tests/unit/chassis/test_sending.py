"""A row of the outbox becomes a message, which carries its trace for every kind of reader."""

from datetime import UTC, datetime
from types import SimpleNamespace

import orjson
import pytest

from chassis.outbox.sending import Progress, publish

TRACEPARENT = f"00-{'a' * 32}-{'b' * 16}-01"
REGISTERED = "council.schools.school.registered.v1"


class Bus:
    """Confirms each message and keeps it."""

    def __init__(self):
        self.messages = []

    async def publish(self, message):
        self.messages.append(message)


def row(**trace):
    headers = {"ce-id": "1", "ce-source": "urn:council:schools"} | trace
    return SimpleNamespace(
        seq=1,
        event_id="1",
        exchange="council.events",
        routing_key=REGISTERED,
        event_type=REGISTERED,
        subject="111632",
        created_at=datetime(2026, 11, 2, tzinfo=UTC),
        headers=orjson.dumps(headers).decode(),
        body=b"{}",
    )


async def sent_headers(**trace):
    bus = Bus()
    [sent] = await publish(bus, [row(**trace)], 10, Progress())
    assert sent.error is None
    return bus.messages[0].headers


@pytest.mark.parametrize("state", [None, "vendor=1"])
async def test_message_carries_its_trace_as_attributes_and_as_plain_headers(state):
    trace = {"ce-traceparent": TRACEPARENT} | ({"ce-tracestate": state} if state else {})
    headers = await sent_headers(**trace)
    assert headers["traceparent"] == headers["ce-traceparent"]
    assert headers["traceparent"].split("-")[1] == "a" * 32
    assert headers.get("tracestate") == headers.get("ce-tracestate") == state


async def test_message_without_a_trace_carries_no_header_of_one():
    assert not [name for name in await sent_headers() if "trace" in name]
