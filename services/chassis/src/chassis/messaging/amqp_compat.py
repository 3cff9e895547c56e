"""The one patch of a library: a publisher's bytes never end the connection.

pamqp 4.0.1 (under aio-pika 10.2.1 and aiormq 7.2.4) raises on a name that is not UTF-8, on a
timestamp outside the calendar (nanoseconds, for example) and on a header nested too deeply. The
connection then ends, the message comes again, and so does the end: one message would stop a
service for good. No public hook exists. Read leniently the message arrives, and contracts judge
it. tests/unit/chassis/test_amqp_compat.py fails when pamqp no longer needs this.
"""

from typing import Any

from pamqp import decode

from chassis.contracts.event import TOO_DEEP

Decoded = tuple[int, Any]  # the number of bytes read, and their value
MAX_DEPTH = 16
TABLE, ARRAY = b"F", b"A"
strict_timestamp = decode.timestamp


def install() -> None:
    """Replace three decoders for this process; doing it again is harmless."""
    decode.METHODS["shortstr"] = read_name
    decode.METHODS["timestamp"] = decode.TABLE_MAPPING[b"T"] = read_timestamp
    decode.METHODS["table"] = decode.TABLE_MAPPING[TABLE] = read_table


def read_name(value: bytes) -> Decoded:
    """A name or short text; bytes that are not UTF-8 become the replacement character."""
    end = 1 + value[0]
    return end, value[1:end].decode("utf-8", "replace")


def read_timestamp(value: bytes) -> Decoded:
    """A time, or None for one that the calendar does not have."""
    try:
        return strict_timestamp(value)
    except (ValueError, OverflowError, OSError):
        return 8, None


def read_table(value: bytes) -> Decoded:
    """A table of headers; one that is nested deeper than MAX_DEPTH becomes TOO_DEEP."""
    return _read_nested(value, TABLE, 0)


def _read_nested(value: bytes, kind: bytes, depth: int) -> Decoded:
    at, end = 4, 4 + int.from_bytes(value[:4], "big")
    if end > len(value):
        raise ValueError("a table or an array is longer than its frame")
    names, contents = [], []
    while at < end:
        if kind == TABLE:
            size, name = read_name(value[at:end])
            names.append(name)
            at += size
        size, content = _read_value(value[at:end], depth + 1)
        contents.append(content)
        at += size
    if depth and TOO_DEEP in contents:
        return end, TOO_DEEP
    return end, dict(zip(names, contents, strict=True)) if kind == TABLE else contents


def _read_value(value: bytes, depth: int) -> Decoded:
    kind = value[:1]
    if kind not in {TABLE, ARRAY}:
        return decode.embedded_value(value)
    if depth > MAX_DEPTH:
        return 5 + int.from_bytes(value[1:5], "big"), TOO_DEEP
    size, content = _read_nested(value[1:], kind, depth)
    return 1 + size, content
