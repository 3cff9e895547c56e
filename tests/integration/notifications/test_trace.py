"""The mail belongs to the trace of the event that it tells of."""

from pathlib import Path
from typing import Any

from chassis.telemetry import SpanRecord, read_spans, start_tracing
from integration.notifications.builders import FORM, Council, example
from support.mailbox import SmtpPeer

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


async def test_the_smtp_send_is_a_client_span_below_the_span_that_processed_the_event(
    stack: Any, council: Council, smtp: SmtpPeer, eventually: Any, tmp_path: Path
) -> None:
    tracing = start_tracing("notifications", data_dir=tmp_path, instance="test")
    try:
        await stack("notifications")
        await council.form()
        data = example("applications", "application.ineligible") | {"form_reference": FORM}
        kind = "council.applications.application.ineligible.v1"
        trace = f"00-{TRACE}-{PARENT}-01"
        await council.bus.publish(kind, data, subject=data["application"], traceparent=trace)
        await eventually(lambda: smtp.messages)

        def spans() -> list[SpanRecord]:
            tracing.flush()
            return [span for span in read_spans(tmp_path / "spans") if TRACE in str(span)]

        await eventually(lambda: any("send smtp" in str(span) for span in spans()))
    finally:
        tracing.shutdown()
    [sent] = [span for span in spans() if span.name == "send smtp"]
    processed = [each for each in spans() if "application.ineligible" in each.name]
    assert sent.parent_span_id in {each.span_id for each in processed}
    assert sent.kind == "CLIENT"
    assert "example.org" not in str(spans())
