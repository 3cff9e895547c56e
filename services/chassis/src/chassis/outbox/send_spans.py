"""A row of the outbox as the message that it becomes, under the span of its sending."""

from datetime import datetime
from typing import Any

import orjson
from opentelemetry.trace import Span

from chassis.messaging.publisher import Message
from chassis.telemetry.spans import outbox_wait_span, start_send


def begin_sending(row: Any, now: datetime) -> tuple[Message, Span]:
    """The row's message under the span of its sending."""
    headers = orjson.loads(row.headers)
    traceparent, tracestate = headers.get("ce-traceparent"), headers.get("ce-tracestate")
    outbox_wait_span(traceparent, row.created_at, now, tracestate=tracestate)
    span, sent_traceparent, sent_tracestate = start_send(
        row.event_type,
        message_id=row.event_id,
        body_size=len(row.body),
        traceparent=traceparent,
        tracestate=tracestate,
        correlation_id=headers.get("ce-correlationid"),
        source=headers["ce-source"],
        subject=row.subject,
        exchange=row.exchange,
        routing_key=row.routing_key,
    )
    if sent_traceparent:
        headers["ce-traceparent"] = sent_traceparent
        if sent_tracestate:
            headers["ce-tracestate"] = sent_tracestate
    return Message(row.exchange, row.routing_key, row.event_id, headers, row.body), span
