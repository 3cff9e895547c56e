"""A delivery becomes an event, or a refusal that names the attribute, in either mode."""

import contextlib
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.contracts.cloudevents import parse
from chassis.contracts.event import Delivery, Event, InvalidEvent
from chassis.contracts.identity import identify

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
WITHDRAWN = "council.forms.application.withdrawn.v1"
GOOD = {
    "id": "forms-0001",
    "source": "urn:council:forms",
    "specversion": "1.0",
    "type": WITHDRAWN,
    "subject": "FORM-1",
    "time": "2026-11-02T08:59:00Z",
}


def binary(data=None, *, routing_key=WITHDRAWN, content_type="application/json", **attributes):
    headers = {f"ce-{name}": value for name, value in (GOOD | attributes).items()}
    body = data if isinstance(data, bytes) else orjson.dumps(data or {})
    return Delivery(routing_key, headers, content_type, body)


def structured(data=None, *, routing_key=WITHDRAWN, **attributes):
    whole = GOOD | {"datacontenttype": "application/json"} | attributes | {"data": data or {}}
    kept = {name: value for name, value in whole.items() if value is not None}
    content_type = "application/cloudevents+json"
    return Delivery(routing_key, {}, content_type, orjson.dumps(kept))


def read(delivery) -> Event:
    return parse(delivery, now=NOW)


def refusal(delivery):
    with pytest.raises(InvalidEvent) as refused:
        read(delivery)
    [reason] = refused.value.reasons
    return reason


one_line = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])
line = st.text(one_line, min_size=1, max_size=60)
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
data = st.dictionaries(line, line | numbers | st.lists(numbers, max_size=3), max_size=4)
instants = st.datetimes(datetime(1990, 1, 1), datetime(2026, 11, 2)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC).isoformat()
)


@given(line, line, instants, data)
def test_an_event_is_the_same_in_either_mode(event_id, subject, time, payload):
    attributes = {"id": event_id, "subject": subject, "time": time}
    one, other = read(binary(payload, **attributes)), read(structured(payload, **attributes))
    assert (one.key, one.content_hash) == (other.key, other.content_hash)
    assert (one.id, one.subject, one.time, one.data) == (event_id, subject, other.time, payload)


def test_another_trace_another_order_of_keys_and_another_offset_are_the_same_event():
    one = read(binary(b'{"a": 1, "b": 2}', traceparent=f"00-{'a' * 32}-{'b' * 16}-01"))
    other = read(binary(b'{"b":2,"a":1}', time="2026-11-02T09:59:00+01:00"))
    assert one.content_hash == other.content_hash


@pytest.mark.parametrize(
    "different", [{"subject": "FORM-2"}, {"time": "2026-11-02T08:59:00.000001Z"}]
)
def test_other_content_has_another_hash(different):
    assert read(binary()).content_hash != read(binary(**different)).content_hash
    assert read(binary({"a": 1})).content_hash != read(binary({"a": 2})).content_hash


@pytest.mark.parametrize("mode", [binary, structured])
@pytest.mark.parametrize("name", list(GOOD))
def test_a_missing_attribute_is_named(mode, name):
    reason = refusal(mode(**{name: None}))
    assert f"The attribute {name} " in reason.message


ODD = [
    True,
    1.5,
    b"\xff",
    [1],
    {"a": 1},
    NOW,
    "",
    "a\nb",
    "\x85",
    "\u2028",
    "x" * 251,
]


@pytest.mark.parametrize("value", ODD, ids=repr)
@pytest.mark.parametrize("name", list(GOOD))
def test_a_malformed_attribute_is_named_and_its_value_is_not(name, value):
    reason = refusal(binary(**{name: value}))
    assert f"The attribute {name} " in reason.message
    assert "x" * 251 not in reason.message


@pytest.mark.parametrize("name", [name for name in GOOD if name != "id"])
def test_reason_names_the_header_that_its_publisher_wrote(name):
    reason = refusal(binary(**{name: ""}))
    assert reason.message.startswith(f"The attribute {name} (header ce-{name}) ")
    assert "header" not in refusal(structured(**{name: ""})).message


PREFIXES = ["cloudEvents:", "cloudEvents_", "CE-"]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_header_prefixes_of_the_amqp_binding_are_read(prefix):
    headers = {f"{prefix}{name}": value for name, value in GOOD.items()}
    event = read(Delivery(WITHDRAWN, headers, "application/json", b"{}"))
    assert event == read(binary())
    assert (event.key, event.content_hash) == (read(binary()).key, read(binary()).content_hash)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_invalid_event_under_another_header_prefix_is_known_by_its_id(prefix):
    headers = {f"{prefix}{name}": value for name, value in GOOD.items() if name != "subject"}
    with pytest.raises(InvalidEvent) as refused:
        read(Delivery(WITHDRAWN, headers, "application/json", b"{}"))
    assert refused.value.identity.id == GOOD["id"]


def test_structured_event_without_a_media_type_is_read():
    body = orjson.dumps(GOOD | {"data": {}})
    event = read(Delivery(WITHDRAWN, {}, "application/cloudevents+json; charset=utf-8", body))
    assert (event.id, event.content_hash) == (GOOD["id"], read(binary()).content_hash)


def test_unused_attribute_that_is_null_is_absent_in_either_mode():
    whole = GOOD | {"comment": None, "traceparent": None, "data": {}}
    event = read(Delivery(WITHDRAWN, {}, "application/cloudevents+json", orjson.dumps(whole)))
    assert event.content_hash == read(binary()).content_hash
    assert read(binary(comment=None)) == read(binary())


TRACEPARENT = f"00-{'a' * 32}-{'b' * 16}-01"


@pytest.mark.parametrize("mode", [binary, structured])
@pytest.mark.parametrize(
    "state", ["", "v=" + "x" * 298, "v=" + "x" * 600, "v=\u00e9", 7, [1], "\t"]
)
def test_tracestate_of_any_form_costs_no_event(mode, state):
    event = read(mode(traceparent=TRACEPARENT, tracestate=state))
    assert event.traceparent == TRACEPARENT
    assert event.tracestate in (str(state), None)


@pytest.mark.parametrize("mode", [binary, structured])
@pytest.mark.parametrize("parent", ["", "x" * 300, "no trace", 7, [1], "\n"])
def test_traceparent_of_any_form_costs_no_event(mode, parent):
    event = read(mode(traceparent=parent, tracestate="a=b"))
    assert (event.traceparent, event.tracestate) == (None, None)


def test_plain_trace_headers_are_read_where_the_event_has_none_of_its_own():
    headers = binary().headers | {"Traceparent": TRACEPARENT, "tracestate": "a=b"}
    event = read(Delivery(WITHDRAWN, headers, "application/json", b"{}"))
    assert (event.traceparent, event.tracestate) == (TRACEPARENT, "a=b")


def test_invalid_event_under_another_trace_is_the_same_delivery():
    one, other = (binary(b"{", traceparent=each) for each in (TRACEPARENT, "other"))
    assert identify(one) == identify(other)


@pytest.mark.parametrize("mode", [binary, structured])
def test_leap_second_is_named_as_such(mode):
    reason = refusal(mode(time="2016-12-31T23:59:60Z"))
    assert reason.code == "malformed-attribute"
    assert reason.message.endswith("is in a leap second: send the second before or after it.")


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f"])
def test_mark_that_turns_the_direction_of_text_is_refused_in_an_attribute(mark):
    assert "The attribute subject " in refusal(binary(subject=f"FORM{mark}1")).message


@pytest.mark.parametrize(
    "time",
    [
        "2026-11-02",
        "2026-11-02 08:59:00Z",
        "2026-11-02T08:59:00",
        "20261102T085900Z",
        "2026-02-30T08:59:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2026-11-02T08:59:00+99:99",
        "2026-11-02T08:59:60Z",
        "2026-11-02T09:05:00.000001Z",
        "yesterday",
        "1762073940",
    ],
)
@pytest.mark.parametrize("mode", [binary, structured])
def test_a_time_that_is_none_or_lies_ahead_is_refused(mode, time):
    assert "The attribute time " in refusal(mode(time=time)).message


def test_five_minutes_ahead_is_still_in_time():
    ahead = (NOW + timedelta(minutes=5)).isoformat()
    assert read(binary(time=ahead)).time == NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    "source",
    ["urn:council:casework", "urn:council:formsx", "urn:council", "forms", "urn:COUNCIL:forms"],
)
def test_a_source_outside_the_routing_keys_context_is_foreign(source):
    assert refusal(binary(source=source)).code == "foreign-source"


def test_a_part_of_a_system_may_be_a_source():
    assert read(binary(source="urn:council:forms:portal-2")).source == "urn:council:forms:portal-2"


def test_the_type_must_be_the_routing_key():
    reason = refusal(binary(routing_key="council.forms.application.received.v1"))
    assert reason.code == "type-is-not-routing-key"


@pytest.mark.parametrize("version", ["0", "-1", "1.0", "one", "9" * 20, "²", ""])
def test_an_aggregate_version_is_a_positive_integer(version):
    assert "aggregateversion" in refusal(binary(aggregateversion=version)).message


@pytest.mark.parametrize("content_type", [None, "", "text/plain", "application/xml"])
def test_another_media_type_is_refused(content_type):
    assert "datacontenttype" in refusal(binary(content_type=content_type)).message


@pytest.mark.parametrize("body", [b"[]", b"1", b'"x"', b"null"])
def test_the_data_must_be_an_object(body):
    assert refusal(binary(body)).code == "not-an-object"


def test_base64_is_no_way_around_json():
    whole = GOOD | {"datacontenttype": "application/json", "data_base64": "e30="}
    body = orjson.dumps(whole)
    reason = refusal(Delivery(WITHDRAWN, {}, "application/cloudevents+json", body))
    assert reason.code == "not-an-object"


values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
odd_headers = st.dictionaries(
    st.sampled_from([f"ce-{name}" for name in GOOD]) | st.text(max_size=12),
    values
    | st.lists(values, max_size=2)
    | st.dictionaries(st.text(max_size=3), values, max_size=2),
    max_size=4,
)
content_types = st.sampled_from(["application/json", "application/cloudevents+json"]) | st.text()


@given(odd_headers, content_types | st.none(), st.binary(max_size=60))
def test_whatever_is_delivered_is_an_event_or_unreadable_and_has_an_identity(
    headers, content_type, body
):
    good = {f"ce-{name}": value for name, value in GOOD.items()}
    delivery = Delivery(WITHDRAWN, good | headers, content_type, body)
    with contextlib.suppress(InvalidEvent):
        read(delivery)
    assert len(identify(delivery).key) == 64
