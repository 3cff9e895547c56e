"""Log lines: JSON, in the trace, and never anybody's data."""

import asyncio
import logging
from datetime import UTC, datetime

import pytest
import structlog

from chassis import Event
from chassis.messaging.reconnect import run_for_ever
from chassis.telemetry import context_of
from chassis.telemetry.spans import process_span
from support.polling import eventually


def test_a_line_is_json_and_names_service_level_and_time(logged):
    structlog.get_logger().info("relay started", batch=500)

    [line] = logged()
    assert (line["event"], line["service"], line["level"]) == ("relay started", "schools", "info")
    assert line["batch"] == 500
    assert line["timestamp"].endswith("Z")


def test_personal_keys_are_masked_at_any_depth(logged):
    structlog.get_logger().info(
        "told", email="ann@example.org", person={"name": "Ann"}, deliveries=[{"address": "a@b"}]
    )

    [line] = logged()
    assert "Ann" not in str(line)
    assert "@" not in str(line)


def test_an_exception_is_its_type_and_frames_without_its_text(logged):
    try:
        raise LookupError("p-" + "10417")
    except LookupError:
        structlog.get_logger().exception("handling failed")

    [line] = logged()
    assert line["error"] == "LookupError"
    assert "test_logs.py" in line["traceback"]
    assert "p-10417" not in str(line)


def test_the_libraries_lines_go_the_same_way(logged):
    logging.getLogger("uvicorn.error").warning("shutting down after %s s", 3)

    [line] = logged()
    assert (line["event"], line["level"]) == ("shutting down after 3 s", "warning")


def test_an_invalid_tracestate_is_not_quoted(logged):
    context_of("00-" + "ab" * 16 + "-" + "cd" * 8 + "-01", "ann@example.org")
    context_of("00-" + "ab" * 16 + "-" + "cd" * 8 + "-01", "vendor=" + "p-10417" * 50)

    assert "ann@" not in str(logged())
    assert "p-10417" not in str(logged())


def test_an_object_is_named_and_never_printed(logged):
    structlog.get_logger().info("odd", thing=ValueError("secret"))

    [line] = logged()
    assert line["thing"] == "<ValueError>"


def test_a_line_carries_its_trace(logged, spans):
    now = datetime.now(UTC)
    event = Event("m", "urn:council:forms", "council.forms.x.y.v1", "F-1", now, {})
    with process_span(event, "q"):
        structlog.get_logger().info("inside")
    structlog.get_logger().info("outside")

    inside, outside = logged()
    assert inside["trace_id"] == spans.named("process").trace_id
    assert inside["span_id"] == spans.named("process").span_id
    assert "trace_id" not in outside


@pytest.mark.parametrize(
    ("error", "with_frames"), [(ConnectionRefusedError(), False), (KeyError("ours"), True)]
)
async def test_a_loop_that_an_outage_stops_is_a_short_line_and_one_that_we_stop_a_traceback(
    logged, error, with_frames
):
    async def serve(_backoff):
        raise error

    def failures():
        return [each for each in logged() if each["event"] == "loop failed"]

    looping = asyncio.create_task(run_for_ever("relay", serve))
    line, *_ = await eventually(failures)
    looping.cancel()
    await asyncio.gather(looping, return_exceptions=True)
    assert line["error"] == type(error).__name__
    assert ("traceback" in line) is with_frames
