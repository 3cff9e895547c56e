"""Where spans go: a file that rotates, or a collector when the standard variables name one."""

import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, HTTPServer

import orjson
import pytest
from google.protobuf import json_format
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData
from opentelemetry.sdk.trace.export import SpanExportResult
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.telemetry import read_spans, start_tracing
from chassis.telemetry.otlp_file import FileExporter, append_rotating
from chassis.telemetry.spans import smtp_span
from chassis.telemetry.sql import trace_statements
from chassis.telemetry.tracing import tracer


class Collector(BaseHTTPRequestHandler):
    received: list[tuple[str, bytes]] = []  # noqa: RUF012 - shared by all handlers on purpose

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.received.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def collector(monkeypatch):
    Collector.received.clear()
    server = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield Collector.received
    server.shutdown()
    server.server_close()


def test_spans_go_to_the_collector_that_the_standard_variable_names(collector, tmp_path):
    telemetry = start_tracing("schools", data_dir=tmp_path, instance="test-1")
    with smtp_span("127.0.0.1", 25, "<m-1@attain>"):
        pass
    telemetry.shutdown()

    [(path, body)] = collector
    assert path == "/v1/traces"
    assert b"send smtp" in body
    assert b"schools" in body
    assert not (tmp_path / "spans").exists()


def test_nothing_is_exported_where_tracing_is_switched_off(monkeypatch, tmp_path):
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    telemetry = start_tracing("schools", data_dir=tmp_path, instance="test-1")
    with smtp_span("127.0.0.1", 25, "<m-1@attain>"):
        pass
    telemetry.shutdown()

    assert not (tmp_path / "spans").exists()


def test_resource_attributes_of_the_environment_are_added(monkeypatch, tmp_path):
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=live")
    telemetry = start_tracing("schools", data_dir=tmp_path, instance="test-1")
    with smtp_span("127.0.0.1", 25, "<m-1@attain>"):
        pass
    telemetry.shutdown()

    [span] = read_spans(tmp_path / "spans")
    assert span.resource["deployment.environment.name"] == "live"
    assert span.resource["service.name"] == "schools"


def test_a_line_of_the_file_is_otlp_json(spans):
    with smtp_span("127.0.0.1", 25, "<m-1@attain>"):
        pass
    spans.telemetry.flush()

    [line] = spans.path.read_bytes().splitlines()
    [batch] = orjson.loads(line)["resourceSpans"]
    [span] = batch["scopeSpans"][0]["spans"]
    ids = (span["traceId"], span["spanId"])
    for field, given in zip(("traceId", "spanId"), ids, strict=True):
        span[field] = b64encode(bytes.fromhex(given)).decode()  # as protobuf's own JSON has it
    read = json_format.ParseDict({"resourceSpans": [batch]}, TracesData())
    [parsed] = read.resource_spans[0].scope_spans[0].spans
    assert (parsed.trace_id.hex(), parsed.span_id.hex()) == ids
    assert parsed.name == "send smtp"
    assert parsed.kind == parsed.SPAN_KIND_CLIENT
    assert {"server.port": 25}.items() <= {
        each.key: each.value.int_value for each in parsed.attributes
    }.items()


def test_a_span_is_read_back_as_it_was_recorded(spans):
    attributes = {"text": "a", "whole": -7, "part": 0.5, "flag": True, "list": ("a", "b")}
    span = tracer().start_span("made up", attributes=attributes)
    span.add_event("seen", {"times": 2})
    span.end()

    [read] = spans()
    assert read.attributes == attributes | {"list": ["a", "b"]}
    assert read.events == [{"name": "seen", "attributes": {"times": 2}}]
    assert read.kind == "INTERNAL"
    assert read.status == "UNSET"
    assert 0 < read.start <= read.end


def test_spans_of_one_trace_are_found_in_rotated_files_too(tmp_path):
    telemetry = start_tracing("schools", data_dir=tmp_path, instance="test-1")
    traces = []
    for _ in range(2):
        with smtp_span("127.0.0.1", 25, "<m-1@attain>") as span:
            traces.append(f"{span.get_span_context().trace_id:032x}")
    telemetry.shutdown()
    file = tmp_path / "spans" / "schools.jsonl"
    file.rename(file.with_suffix(".jsonl.1"))

    assert [span.trace_id for span in read_spans(tmp_path / "spans", traces[1])] == [traces[1]]


def test_the_file_rotates_and_only_a_few_old_ones_are_kept(tmp_path):
    path = tmp_path / "schools.jsonl"
    for number in range(9):
        append_rotating(path, b"x" * 60 + str(number).encode(), rotate_at=100)

    assert sorted(found.name for found in tmp_path.glob("*.jsonl*")) == [
        "schools.jsonl", "schools.jsonl.1", "schools.jsonl.2", "schools.jsonl.3", "schools.jsonl.4",
    ]  # fmt: skip
    assert path.read_bytes().endswith(b"8")
    assert (path.stat().st_mode & 0o077) == 0


def test_a_disk_that_refuses_costs_spans_and_nothing_else(spans):
    spans.path.mkdir(parents=True)
    with smtp_span("127.0.0.1", 25, "<m-1@attain>") as span:
        pass
    spans.telemetry.flush()

    assert FileExporter(spans.path).export([span]) is SpanExportResult.FAILURE


@pytest.fixture
async def engine():
    engine = create_async_engine("sqlite+aiosqlite://", hide_parameters=True)
    trace_statements(engine)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE person (email TEXT UNIQUE)"))
    yield engine
    await engine.dispose()


async def test_statements_are_spans_inside_the_events_span_without_their_parameters(spans, engine):
    with smtp_span("127.0.0.1", 25, "<m-1@attain>"):
        async with engine.begin() as connection:
            added = {"email": "ann@example.org"}
            await connection.execute(text("INSERT INTO person VALUES (:email)"), added)

    insert = spans.named("INSERT")
    assert insert.parent_span_id == spans.named("send smtp").span_id
    assert insert.attributes["db.system.name"] == "sqlite"
    assert "ann@" not in spans.path.read_text()


async def test_statements_outside_every_span_leave_none(spans, engine):
    async with engine.begin() as connection:
        await connection.execute(text("SELECT 1"))

    spans.telemetry.flush()
    assert not spans.path.exists()


async def test_a_statement_that_fails_does_not_quote_the_row(spans, engine):
    with smtp_span("127.0.0.1", 25, "<m-1@attain>"):
        async with engine.begin() as connection:
            adding = text("INSERT INTO person VALUES (:email)")
            await connection.execute(adding, {"email": "ann@example.org"})
            with pytest.raises(IntegrityError):
                await connection.execute(adding, {"email": "ann@example.org"})

    failed = [span for span in spans() if span.status == "ERROR"]
    assert [span.attributes["error.type"] for span in failed] == ["IntegrityError"] * len(failed)
    assert "ann@" not in spans.path.read_text()
