"""The service over HTTP: says how it is, bounds what comes in, tells nothing it should not."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from chassis.http.operations_page import MAX_SHOWN
from chassis.messaging.probe import QueueState
from chassis.storage.tables import OutboxRow


@pytest.fixture
async def web(service, logged):
    transport = httpx.ASGITransport(service.web, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        yield client


async def test_a_service_that_answers_is_live(web):
    assert (await web.get("/health/live")).json() == {"status": "live"}


async def test_a_service_is_ready_when_all_it_needs_answers(web):
    answer = await web.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert set(answer.json()["checks"]) == {"database", "broker", "consumer", "relay"}


async def test_a_frozen_broker_is_named(web, service, monkeypatch):
    monkeypatch.setattr("chassis.http.health.PROBE_SECONDS", 1.0)

    async def frozen():
        await asyncio.Event().wait()

    service.probe_broker = frozen
    answer = await web.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["wrong"] == ["broker: the broker does not answer (TimeoutError)"]


async def test_a_queue_that_nobody_consumes_is_named(web, service):
    async def deserted():
        return QueueState(messages=9, consumers=0)

    service.probe_broker = deserted
    answer = await web.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["wrong"] == ["consumer: an inbox queue has no consumer"]


async def test_a_database_that_does_not_answer_is_named(web, service):
    async def down():
        return False

    service.store.probe = down
    answer = await web.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["wrong"] == ["database: the database takes no write"]


async def test_a_relay_that_stopped_is_named(web, service):
    service.relay.heartbeat_age = lambda: 99.0
    answer = await web.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["wrong"] == ["relay: last heartbeat 99.0 s ago"]


async def test_metrics_answer_even_while_broker_and_database_are_down(web, service):
    async def down():
        raise ConnectionError

    service.queue_depths = down
    service.backlog.refresh = lambda *_, **__: down()
    answer = await web.get("/metrics")

    assert answer.status_code == 200
    assert "attain_events" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("path", ["/docs", "/asyncapi", "/operations"])
async def test_pages_need_nothing_from_another_host_and_run_no_script(web, path):
    answer = await web.get(path)

    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "//" not in answer.text.replace("http://json-schema.org", "")
    assert '<html lang="en-GB">' in answer.text


async def test_the_page_of_documents_lists_the_services_own_addresses(web):
    assert "/grants/{number}" in (await web.get("/docs")).text
    assert "/grants/{number}" in (await web.get("/openapi.json")).json()["paths"]


async def test_asyncapi_is_there_for_programs_and_people(web):
    assert (await web.get("/asyncapi.json")).json()["asyncapi"] == "3.0.0"
    assert "council.schools.grant.made.v1" in (await web.get("/asyncapi")).text


async def test_operators_see_what_lies_here_by_reason_and_nobodys_data(web, service, row):
    async with service.store.writing() as session:
        session.add(row("a" * 64, "parked", code="schema", body=b"sealed"))
        session.add(row("b" * 64, "waiting", code="waiting", overdue=True))

    text = (await web.get("/operations")).text

    assert "<h2>parked: schema</h2>" in text
    assert "<h2>parked (overdue): waiting</h2>" in text
    assert "No events waiting to be sent." in text
    assert "sealed" not in text


async def test_the_page_holds_the_newest_and_says_how_to_see_the_rest(web, service, row):
    async with service.store.writing() as session:
        for number in range(MAX_SHOWN + 5):
            session.add(row(f"{number:064}", "parked"))

    text = (await web.get("/operations")).text

    assert f"{MAX_SHOWN + 5} events." in text
    assert f"The newest {MAX_SHOWN} of {MAX_SHOWN + 5} are shown." in text
    assert "schools inbox list --reason schema" in text
    assert text.count("council.forms.grant.asked.v1") == MAX_SHOWN


async def test_the_open_page_does_not_say_whom_an_event_is_about(web, service, row):
    async with service.store.writing() as session:
        session.add(row("a" * 64, "parked", code="not-carried", subject="A-2026-0007"))

    assert "A-2026-0007" not in (await web.get("/operations")).text


async def test_open_page_withholds_why_a_decision_was_rejected(web, service, row):
    decision = {"event_type": "council.casework.decision.recorded.v1"}
    async with service.store.writing() as session:
        session.add(row("a" * 64, "parked", code="not-carried", **decision))
        session.add(row("b" * 64, "parked", code="inquorate", **decision))

    text = (await web.get("/operations")).text

    assert "reason not shown until the decision is announced" in text
    assert "<h2>parked</h2>" in text
    for told in ("not-carried", "inquorate", "The field title is missing"):
        assert told not in text


@pytest.mark.parametrize(
    ("waited", "said"),
    [
        (timedelta(seconds=90), "90 seconds"),
        (timedelta(minutes=5), "5 minutes"),
        (timedelta(hours=30), "30 hours"),
        (timedelta(days=5), "5 days"),
    ],
)
async def test_age_of_the_outbox_is_told_in_words(web, service, waited, said):
    kind = "council.schools.grant.made.v1"
    made = {"exchange": "council.events", "routing_key": kind, "event_type": kind, "body": b"{}"}
    created = datetime.now(UTC) - waited
    async with service.store.writing() as session:
        session.add(
            OutboxRow(event_id="1", subject="G-1", created_at=created, headers="{}", **made)
        )

    assert f"the oldest for {said}" in (await web.get("/operations")).text


async def test_what_is_shown_is_escaped(web, service, row):
    async with service.store.writing() as session:
        session.add(row("a" * 64, "parked", code="<script>alert(1)</script>"))

    assert "<script" not in (await web.get("/operations")).text


async def test_every_answer_has_the_security_headers(web):
    for path in ("/health/live", "/nowhere", "/broken"):
        headers = (await web.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'")


async def test_an_unknown_address_is_a_problem_document(web):
    answer = await web.get("/nowhere")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Not Found"


async def test_a_parameter_that_cannot_be_used_is_named_and_not_quoted(web):
    answer = await web.get("/grants/ann@example.org")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "path.number"
    assert "ann@" not in answer.text


async def test_a_failure_of_ours_tells_nothing(web, logged):
    answer = await web.get("/broken")

    [line] = [line for line in logged() if line["event"] == "request failed"]
    assert line["error"] == "RuntimeError"
    assert "High Street" not in str(line)

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "High Street" not in answer.text


async def test_what_is_too_large_is_refused(web):
    assert (await web.get("/health/live?" + "q" * 5000)).status_code == 414
    assert (await web.post("/health/live", content=b"x" * 70_000)).status_code == 413


@pytest.mark.parametrize("path", ["/grants/%00", "/grants/1?round=%00", "/grants/1?%00", "/a%00b"])
async def test_a_nul_in_an_address_is_refused(web, path):
    answer = await web.get(path)

    assert answer.status_code == 400
    assert "NUL" in answer.json()["detail"]


async def test_a_body_of_unknown_length_is_refused(web):
    async def endless():
        yield b"x"

    assert (await web.post("/health/live", content=endless())).status_code == 413


async def test_a_request_is_a_span_under_its_caller_by_its_route(web, spans):
    await web.get("/grants/7?q=ann", headers={"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"})
    await web.get("/health/live")

    [span] = [each for each in spans() if each.kind == "SERVER"]
    assert span.name == "GET /grants/{number}"
    assert (span.trace_id, span.parent_span_id) == ("ab" * 16, "cd" * 8)
    assert span.attributes == {
        "http.request.method": "GET",
        "url.scheme": "http",
        "http.response.status_code": 200,
        "http.route": "/grants/{number}",
    }
    assert "ann" not in spans.path.read_text()


async def test_an_address_that_no_route_has_is_a_span_without_it(web, spans):
    await web.get("/people/ann@example.org?email=ann@example.org")

    [span] = [each for each in spans() if each.kind == "SERVER"]
    assert span.name == "GET"
    assert "ann@" not in spans.path.read_text()


async def test_a_failed_request_is_a_failed_span(web, spans):
    await web.get("/broken")

    span = spans.named("GET /broken")
    assert span.status == "ERROR"
    assert "High Street" not in str(span)


@pytest.mark.parametrize("path", ["/grants/7", "/operations", "/docs", "/asyncapi.json"])
async def test_unknown_parameter_is_a_problem_that_names_it(web, path):
    answer = await web.get(path, params={"autority": "806"})

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert 'There is no parameter "autority" here.' in answer.json()["detail"]


async def test_probe_may_carry_any_parameter(web):
    assert (await web.get("/health/live?probe=1")).status_code == 200


async def test_first_page_links_to_every_page_and_each_link_answers(web):
    text = (await web.get("/")).text

    addresses = re.findall(r'href="([^"]+)"', text)
    assert {"/operations", "/docs", "/asyncapi", "/health/ready", "/broken"} <= set(addresses)
    for address in set(addresses) - {"/broken"}:
        assert (await web.get(address)).status_code == 200, address
