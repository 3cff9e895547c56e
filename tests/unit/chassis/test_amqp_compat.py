"""The patch of pamqp: needed still, for the versions that it names, and bounded."""

import struct
import time
from datetime import UTC, datetime
from importlib.metadata import version

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pamqp import decode, encode

from chassis.contracts.cloudevents import parse
from chassis.contracts.event import TOO_DEEP, UNREADABLE, Delivery, InvalidEvent
from chassis.messaging import amqp_compat

DEPTH = 4_000
NANOSECONDS = struct.pack(">Q", 1_762_073_940 * 10**9)
NOT_UTF_8 = b"\x02\xff\xfe"


def nested(kind: bytes, depth: int) -> bytes:
    """A value that holds itself, so to speak: a table in a table, or a list in a list."""
    name = b"\x01a" if kind == b"F" else b""
    value = b"V"
    for _ in range(depth):
        inner = name + value
        value = kind + struct.pack(">I", len(inner)) + inner
    return value


def headers(**values: bytes) -> bytes:
    """A table of headers, as it is on the wire."""
    inner = b"".join(bytes([len(name)]) + name.encode() + value for name, value in values.items())
    return struct.pack(">I", len(inner)) + inner


def test_library_still_needs_the_patch(monkeypatch):
    monkeypatch.setitem(decode.TABLE_MAPPING, b"F", decode.field_table)
    monkeypatch.setitem(decode.TABLE_MAPPING, b"T", decode.timestamp)
    with pytest.raises(UnicodeDecodeError):
        decode.short_str(NOT_UTF_8)
    with pytest.raises((ValueError, OverflowError, OSError)):
        decode.timestamp(NANOSECONDS)
    with pytest.raises(RecursionError):
        decode.field_table(headers(deep=nested(b"F", DEPTH)))


def test_patch_names_the_versions_that_it_is_written_for():
    for library in ("aio-pika", "aiormq", "pamqp"):
        assert f"{library} {version(library)}" in amqp_compat.__doc__


def test_install_replaces_three_decoders_and_no_other(monkeypatch):
    monkeypatch.setattr(decode, "METHODS", dict(decode.METHODS))
    monkeypatch.setattr(decode, "TABLE_MAPPING", dict(decode.TABLE_MAPPING))
    amqp_compat.install()
    ours = {name for name, read in decode.METHODS.items() if read.__module__ != "pamqp.decode"}
    nested_ones = {
        kind for kind, read in decode.TABLE_MAPPING.items() if read.__module__ != "pamqp.decode"
    }
    assert ours == {"shortstr", "timestamp", "table"}
    assert nested_ones == {b"T", b"F"}


def test_name_that_is_not_utf_8_is_read_with_replacement_characters():
    assert amqp_compat.read_name(NOT_UTF_8 + b"rest") == (3, "\ufffd\ufffd")


def test_time_in_nanoseconds_is_read_as_none():
    assert amqp_compat.read_timestamp(NANOSECONDS) == (8, None)


def test_ordinary_table_is_read_as_the_library_reads_it():
    table = {"text": "x", "list": [1, "a", {"b": None}], "table": {"a": {"b": [True]}}, "no": None}
    encoded = encode.field_table(table)
    assert amqp_compat.read_table(encoded + b"rest") == (len(encoded), table)


@pytest.mark.parametrize("kind", [b"F", b"A"])
@pytest.mark.parametrize("depth", [amqp_compat.MAX_DEPTH + 1, DEPTH])
def test_header_nested_too_deeply_becomes_a_marker_and_the_others_are_read(kind, depth):
    encoded = headers(deep=nested(kind, depth), after=b"S\x00\x00\x00\x02ok")
    assert amqp_compat.read_table(encoded) == (len(encoded), {"deep": TOO_DEEP, "after": "ok"})


def test_header_nested_as_deeply_as_allowed_is_read():
    encoded = headers(deep=nested(b"F", amqp_compat.MAX_DEPTH))
    _, read = amqp_compat.read_table(encoded)
    assert str(read).count("'a'") == amqp_compat.MAX_DEPTH


def test_table_longer_than_its_frame_is_an_error():
    with pytest.raises(ValueError, match="longer than its frame"):
        amqp_compat.read_table(headers(a=b"V")[:-1])


def framed(inner: bytes) -> bytes:
    """A table's content with its length before it."""
    return struct.pack(">I", len(inner)) + inner


kinds = st.sampled_from(sorted(decode.TABLE_MAPPING)).flatmap(
    lambda kind: st.binary(max_size=20).map(lambda rest: kind + rest)
)
entries = st.lists(st.binary(max_size=4) | kinds, max_size=8).map(b"".join)


@given(st.binary(max_size=200) | entries | kinds.map(lambda value: b"\x01a" + value))
@example(b"\x01aZ")  # no such type
@example(b"\x01aS\xff\xff\xff\xff")  # longer than its table
@example(b"\x01aD\xff\x00\x00\x00\x01")  # a decimal of 255 places
@example(b"\x01aA\x00\x00\x00\x02ZZ")
def test_whatever_bytes_a_table_holds_it_is_read_or_unreadable_and_its_length_is_kept(inner):
    size, value = amqp_compat.read_table(framed(inner) + b"rest")
    assert size == 4 + len(inner)
    assert isinstance(value, dict)


flat = (st.none() | st.booleans() | st.integers(-(2**31), 2**31 - 1) | st.text(max_size=10)).filter(
    lambda value: value != TOO_DEEP
)
names = st.text(max_size=10).filter(lambda name: len(name.encode()) < 100)
tables = st.dictionaries(
    names,
    st.recursive(
        flat, lambda of: st.lists(of, max_size=3) | st.dictionaries(names, of, max_size=3)
    ),
    max_size=4,
)


@given(tables)
def test_table_of_ordinary_values_is_read_as_the_library_reads_it(table):
    encoded = encode.field_table(table)
    assert amqp_compat.read_table(encoded) == decode.field_table(encoded)


def test_table_that_cannot_be_read_is_marked_so_that_its_event_is_parked():
    size, value = amqp_compat.read_table(headers(a=b"Z"))
    assert (size, value) == (7, {UNREADABLE: UNREADABLE})
    with pytest.raises(InvalidEvent) as refused:
        parse(Delivery("council.forms.x.y.v1", value, None, b"{}"), now=datetime.now(UTC))
    [reason] = refused.value.reasons
    assert reason.code == "malformed-attribute"
    assert "cannot be decoded" in reason.message


def test_table_of_a_whole_frame_of_small_values_is_read_without_copying_it_each_time():
    """Sixty thousand entries: with a copy of the rest for each it takes seconds."""
    began = time.process_time()
    amqp_compat.read_table(framed(b"\x00V" * 60_000))
    assert time.process_time() - began < 2
