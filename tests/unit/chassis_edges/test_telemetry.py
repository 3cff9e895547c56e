"""Where spans go: a file that rotates, or a collector when the standard variables name one."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.telemetry import tracing as telemetry
from chassis.telemetry.span_writer import SpanWriter, append_rotating
from chassis.telemetry.spans import smtp_span


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
    telemetry.setup("schools", data_dir=tmp_path, instance="test-1")
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
    telemetry.setup("schools", data_dir=tmp_path, instance="test-1")
    with smtp_span("127.0.0.1", 25, "<m-1@attain>"):
        pass
    telemetry.shutdown()

    assert not (tmp_path / "spans").exists()


def test_resource_attributes_of_the_environment_are_added(monkeypatch):
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=live")

    attributes = telemetry.resource_attributes("schools", "a")

    assert attributes["deployment.environment.name"] == "live"
    assert attributes["service.name"] == "schools"


def test_the_file_rotates_and_only_a_few_old_ones_are_kept(tmp_path):
    path = tmp_path / "schools.jsonl"
    for number in range(9):
        append_rotating(path, b"x" * 60 + str(number).encode(), rotate_at=100)

    assert sorted(found.name for found in tmp_path.glob("*.jsonl*")) == [
        "schools.jsonl", "schools.jsonl.1", "schools.jsonl.2", "schools.jsonl.3", "schools.jsonl.4",
    ]  # fmt: skip
    assert path.read_bytes().endswith(b"8")
    assert (path.stat().st_mode & 0o077) == 0


def test_a_disk_that_refuses_costs_spans_and_nothing_else(tmp_path):
    writer = SpanWriter(tmp_path / "spans" / "schools.jsonl")
    writer.path.mkdir()
    writer.add(lambda: {"name": "lost"})
    writer.close()

    assert writer.dropped == 1


@pytest.fixture
async def engine():
    engine = create_async_engine("sqlite+aiosqlite://", hide_parameters=True)
    telemetry.instrument(engine)
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
    assert insert["parent_span_id"] == spans.named("send smtp")["span_id"]
    assert insert["attributes"]["db.system.name"] == "sqlite"
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

    failed = [span for span in spans() if span["status"]["code"] == "ERROR"]
    assert [span["attributes"]["error.type"] for span in failed] == ["IntegrityError"] * len(failed)
    assert "ann@" not in spans.path.read_text()
