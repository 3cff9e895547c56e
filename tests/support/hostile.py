"""Fixtures that publish what no honest client would; a conftest names those that its tests use."""

import struct
from collections.abc import Callable
from typing import Any

import aiormq
import orjson
import pytest
from pamqp import commands
from pamqp import encode as amqp

from chassis.messaging.topology import EVENTS
from support.broker import Vhost
from support.sample_service import WITHDRAWN

DEPTH = 4_000


@pytest.fixture
def raw(vhost: Vhost) -> Callable[..., Any]:
    """Publishes with exactly these properties, past the checks of the library."""

    async def publish(headers: dict[str, Any], body: Any, **properties: Any) -> None:
        connection = await aiormq.connect(vhost.url("forms"))
        channel = await connection.channel()
        made = commands.Basic.Properties(
            headers=headers, content_type="application/json", delivery_mode=2, **properties
        )
        await channel.basic_publish(
            orjson.dumps(body), exchange=EVENTS, routing_key=WITHDRAWN, properties=made
        )
        await connection.close()

    return publish


@pytest.fixture
def deep_header(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A header that holds tables in tables, 4,000 deep, which no client of ours could write."""
    value, table = b"V", amqp.field_table
    for _ in range(DEPTH):
        value = b"F" + struct.pack(">I", len(value) + 2) + b"\x01a" + value
    written = b"\x04note" + value

    def with_it(headers: dict[str, Any]) -> bytes:
        if "note" not in headers:
            return table(headers)
        inner = table({name: of for name, of in headers.items() if name != "note"})[4:] + written
        return struct.pack(">I", len(inner)) + inner

    monkeypatch.setitem(amqp.METHODS, "table", with_it)
    return {"note": "in its place"}
