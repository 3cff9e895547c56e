"""One trace runs from the publisher's form to the e-mail that it caused, through real processes."""

import asyncio
import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aio_pika
import pytest

import attain.sample
from chassis.messaging.topology import EVENTS
from chassis.telemetry import SpanRecord, read_spans
from support.local import LocalStack
from support.polling import eventually_now

RECEIVED = "council.forms.application.received.v1"
ROUND = "council.casework.round.opened.v1"
FORM_TO_MAIL = [
    ("applications", "process", RECEIVED),
    ("applications", "send", "council.applications.application.submitted.v1"),
    ("notifications", "process", "council.applications.application.submitted.v1"),
    ("notifications", "send smtp", None),
]

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def local(tmp_path: Path) -> Iterator[LocalStack]:
    stack = LocalStack(tmp_path / "data").start()
    yield stack
    stack.stop()


def example(root: Path, event_type: str, number: int = 0, **changes: Any) -> dict[str, Any]:
    contracts = root / "services" / "applications" / "contracts" / "intake"
    schema = json.loads((contracts / f"{event_type}.schema.json").read_text("utf-8"))
    return {**schema["examples"][number], **changes}


async def publish(url: str, form: dict[str, Any], traceparent: str) -> None:
    """As a form server would that traces its own work."""
    headers = {
        "ce-id": secrets.token_hex(8),
        "ce-source": "urn:council:forms",
        "ce-specversion": "1.0",
        "ce-type": RECEIVED,
        "ce-subject": form["form_reference"],
        "ce-time": datetime.now(UTC).isoformat(),
        "ce-traceparent": traceparent,
    }
    body = json.dumps(form).encode()
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        exchange = await channel.get_exchange(EVENTS, ensure=False)
        message = aio_pika.Message(body, headers=headers, content_type="application/json")
        await exchange.publish(message, routing_key=RECEIVED)


def spans_of(folder: Path, trace_id: str) -> dict[str, SpanRecord]:
    """The exported spans of one trace, by span id."""
    return {span.span_id: span for span in read_spans(folder, trace_id)}


def is_step(span: SpanRecord, service: str, operation: str, event_type: str | None) -> bool:
    if span.resource["service.name"] != service or not span.name.startswith(operation):
        return False
    return event_type is None or span.attributes.get("cloudevents.event_type") == event_type


def ancestors(spans: dict[str, SpanRecord], span: SpanRecord) -> list[SpanRecord]:
    """From the span's parent up to the root that this system knows."""
    above = []
    while (parent := spans.get(span.parent_span_id or "")) is not None:
        above.append(parent)
        span = parent
    return above


def test_one_tree_leads_from_the_form_to_the_mail_without_a_gap(
    local: LocalStack, root: Path
) -> None:
    sample = Path(attain.sample.__file__).parent / "register-2025.csv"
    imported = local.run("import-gias", str(sample), "--json", of="schools")
    assert imported.returncode == 0, imported.stderr
    assert local.publish(ROUND, example(root, ROUND)).returncode == 0
    trace_id, form_span = secrets.token_hex(16), secrets.token_hex(8)
    form = example(root, RECEIVED, 2, lead_school="900001")
    url = local.status()["amqp"]["publishers"]["forms"]
    asyncio.run(publish(url, form, f"00-{trace_id}-{form_span}-01"))

    folder = local.folder / "spans"

    def the_mail_span() -> SpanRecord | None:
        spans = spans_of(folder, trace_id)
        return next((s for s in spans.values() if is_step(s, *FORM_TO_MAIL[-1])), None)

    def without_a_gap() -> dict[str, SpanRecord] | None:
        spans = spans_of(folder, trace_id)
        roots = {span.parent_span_id for span in spans.values()} - set(spans)
        return spans if roots == {form_span} else None  # a span is written once it has ended

    mail = eventually_now(the_mail_span)
    spans = eventually_now(without_a_gap)

    way = [mail, *ancestors(spans, mail)][::-1]
    steps = [step for step in FORM_TO_MAIL if any(is_step(span, *step) for span in way)]
    assert steps == FORM_TO_MAIL
    statements = [s for s in spans.values() if "db.system.name" in s.attributes]
    assert {s.resource["service.name"] for s in statements} >= {"applications", "notifications"}
    assert any("attain.outbox_wait_seconds" in span.attributes for span in spans.values())
    assert "jo.bell" not in str(spans), "no personal data in a span"
