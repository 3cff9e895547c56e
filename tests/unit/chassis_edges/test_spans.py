"""What the spans of an event's way say, and how they hang together."""

from datetime import UTC, datetime, timedelta

import pytest

from chassis.contracts.event import Event
from chassis.messaging import topology
from chassis.telemetry import spans as telemetry
from chassis.telemetry.context import current_traceparent
from chassis.telemetry.spans import (
    batch_span,
    end_send,
    process_span,
    smtp_span,
    start_process,
    start_send,
    sweep_span,
)

RECEIVED = "council.forms.application.received.v1"
SUBMITTED = "council.applications.application.submitted.v1"
TRACE, PARENT = "ab" * 16, "cd" * 8
TRACEPARENT = f"00-{TRACE}-{PARENT}-01"
LONG_TRACESTATE = ",".join(f"vendor{n}=abcdefghijklmnopqrstuvwxyz0123456789" for n in range(7))
QUEUE = "applications.inbox"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def received(event_type=RECEIVED, **changes):
    said = {
        "id": "m-1",
        "source": "urn:council:forms",
        "type": event_type,
        "subject": "F-1",
        "time": NOW,
        "data": {},
        "correlation_id": "c-1",
        "traceparent": TRACEPARENT,
        "size": 512,
    }
    return Event(**(said | changes))


def test_a_process_span_is_a_child_of_its_message_and_linked_to_it(spans):
    with process_span(received(), QUEUE):
        pass

    [span] = spans()
    assert (span.trace_id, span.parent_span_id) == (TRACE, PARENT)
    assert span.links == [(TRACE, PARENT)]
    assert span.kind == "CONSUMER"


def test_a_process_span_has_the_current_messaging_names(spans):
    with process_span(received(), QUEUE):
        pass

    [span] = spans()
    destination = f"council.events:{RECEIVED}:applications.inbox"
    assert span.name == f"process {destination}"
    assert span.attributes == {
        "messaging.system": "rabbitmq",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": destination,
        "messaging.rabbitmq.destination.routing_key": RECEIVED,
        "messaging.message.id": "m-1",
        "messaging.message.body.size": 512,
        "messaging.message.conversation_id": "c-1",
        "cloudevents.event_id": "m-1",
        "cloudevents.event_type": RECEIVED,
        "cloudevents.event_source": "urn:council:forms",
        "cloudevents.event_spec_version": "1.0",
        "cloudevents.event_subject": "F-1",
    }
    assert span.resource["service.name"] == "schools"
    assert span.resource["service.instance.id"] == "test-1"


def test_one_trace_runs_through_the_outbox_to_the_next_service_and_its_mail(spans):
    with process_span(received(), QUEUE):
        traceparent, tracestate = current_traceparent()
    sending, sent, state = start_send(
        SUBMITTED, message_id="m-2", body_size=9, traceparent=traceparent, tracestate=tracestate
    )
    end_send(sending)
    with (
        process_span(received(SUBMITTED, traceparent=sent, tracestate=state), QUEUE),
        smtp_span("127.0.0.1", 2525, "<m-3@attain>"),
    ):
        pass

    exported = {span.name.split()[0]: span for span in spans() if "submitted" in span.name}
    first = spans.named(f"process council.events:{RECEIVED}")
    assert {span.trace_id for span in spans()} == {TRACE}
    assert exported["send"].parent_span_id == first.span_id
    assert exported["process"].parent_span_id == exported["send"].span_id
    assert spans.named("send smtp").parent_span_id == exported["process"].span_id


def test_send_span_says_how_long_the_event_lay_in_the_outbox(spans):
    sending, _, _ = start_send(
        SUBMITTED,
        message_id="m-2",
        body_size=9,
        traceparent=TRACEPARENT,
        waited=timedelta(milliseconds=3),
    )
    end_send(sending)

    [span] = spans()
    assert span.attributes["attain.outbox_wait_seconds"] == 0.003


def test_an_error_leaves_its_type_and_place_and_no_word_of_its_text(spans):
    with pytest.raises(ValueError, match="High Street"), process_span(received(), QUEUE):
        raise ValueError("Ann of 1 High Street")

    [span] = spans()
    assert (span.status, span.message) == ("ERROR", "ValueError")
    assert span.attributes["error.type"] == "ValueError"
    assert span.events[0]["attributes"]["exception.type"] == "builtins.ValueError"
    assert "test_spans.py" in span.events[0]["attributes"]["exception.stacktrace"]


def test_an_event_that_waited_long_starts_a_trace_of_its_own_linked_to_the_first(spans):
    with sweep_span(received(), QUEUE):
        pass

    [span] = spans()
    assert span.trace_id != TRACE
    assert span.parent_span_id is None
    assert span.links == [(TRACE, PARENT)]


def test_a_groups_commit_and_its_events_link_to_each_other(spans):
    events = [start_process(received(id=f"m-{n}"), QUEUE) for n in range(3)]
    with batch_span(events, queue="reporting.inbox"):
        pass
    for event in events:
        event.end()

    group = spans.named("commit reporting.inbox")
    singles = [span for span in spans() if span is not group and span.kind == "CONSUMER"]
    singles = [span for span in singles if span.name.startswith("process")]
    assert group.attributes["messaging.batch.message_count"] == 3
    assert {span_id for _, span_id in group.links} == {span.span_id for span in singles}
    assert all(span.links[-1] == (group.trace_id, group.span_id) for span in singles)


@pytest.mark.parametrize("traceparent", [None, "", "nonsense", f"00-{'0' * 32}-{PARENT}-01",
                                         f"ff-{TRACE}-{PARENT}-01"])  # fmt: skip
def test_a_message_without_a_usable_trace_starts_one(spans, traceparent):
    with process_span(received(traceparent=traceparent), QUEUE):
        pass

    [span] = spans()
    assert span.parent_span_id is None
    assert span.links == []


def test_a_publisher_that_does_not_sample_is_followed_in_that(spans):
    with process_span(received(traceparent=f"00-{TRACE}-{PARENT}-00"), QUEUE):
        traceparent, tracestate = current_traceparent()

    version, trace, _, flags = traceparent.split("-")
    assert (version, trace, flags, tracestate) == ("00", TRACE, "00", None)
    assert spans() == []


def test_tracestate_is_handed_on(spans):
    with process_span(received(tracestate="council=1"), QUEUE):
        assert current_traceparent()[1] == "council=1"


def test_an_empty_tracestate_changes_nothing(spans):
    with process_span(received(tracestate=""), QUEUE):
        assert current_traceparent()[1] is None

    [span] = spans()
    assert span.trace_id == TRACE


@pytest.mark.parametrize(
    ("tracestate", "handed_on"),
    [
        (LONG_TRACESTATE, LONG_TRACESTATE),  # 300 characters in seven members are valid
        ("vendor=" + "a" * 300, None),  # one member may have 256
        ("a=1," * 200, None),
        ("not a tracestate", None),
        ("ünicode=ü", None),
    ],
)
def test_a_long_or_bad_tracestate_never_costs_the_trace(spans, tracestate, handed_on):
    with process_span(received(tracestate=tracestate), QUEUE):
        assert current_traceparent()[1] == handed_on

    [span] = spans()
    assert (span.trace_id, span.parent_span_id) == (TRACE, PARENT)


def test_the_exchange_of_spans_is_that_of_the_topology():
    assert telemetry.EVENTS == topology.EVENTS


def test_without_tracing_the_trace_is_still_handed_on():
    with process_span(received(), QUEUE):
        assert current_traceparent() == (TRACEPARENT, None)


def test_outside_every_trace_there_is_nothing_to_hand_on():
    assert current_traceparent() == (None, None)
