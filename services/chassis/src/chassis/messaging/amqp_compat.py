"""The one patch of a library: a publisher's bytes never end the connection.

pamqp 4.0.1 (under aio-pika 10.2.1 and aiormq 7.2.4) raises on a name that is not UTF-8, on a
timestamp outside the calendar (nanoseconds, for example) and on a header nested too deeply. The
connection then ends, the message comes again, and so does the end: one message would stop a
service for good. No public hook exists. Read leniently the message arrives, and contracts judge
it. tests/unit/chassis/test_amqp_compat.py fails when pamqp no longer needs this.
"""

from typing import Any

from pamqp import decode

from chassis.contracts.event import TOO_DEEP, UNREADABLE

Decoded = tuple[int, Any]  # the number of bytes read, and their value
MAX_DEPTH = 16
TABLE, ARRAY = b"F", b"A"
SIZED = {TABLE, ARRAY, b"S", b"x"}  # their length follows in four bytes
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
    """A table of headers; one that cannot be read becomes UNREADABLE, the message still arrives.

    A header that is nested deeper than MAX_DEPTH becomes TOO_DEEP. Raises ValueError only where
    the table is longer than its frame, which no broker sends.
    """
    end = 4 + int.from_bytes(value[:4], "big")
    if end > len(value):
        raise ValueError("a table is longer than its frame")
    try:
        return end, _read_nested(value[4:end], TABLE, 0)
    except Exception:  # noqa: BLE001 - an error here would end the connection, again and again
        return end, {UNREADABLE: UNREADABLE}


def _read_nested(value: bytes, kind: bytes, depth: int) -> Any:
    """The content of a table or an array, or TOO_DEEP where something in it is nested too deeply.

    Each value is cut out before it is read: no byte is copied once for each value before it.
    """
    at, names, contents = 0, [], []
    while at < len(value):
        if kind == TABLE:
            size, name = read_name(value[at : at + 256])
            names.append(name)
            at += size
        size = _size(value, at)
        contents.append(_read_value(value[at : at + size], depth + 1))
        at += size
    if at > len(value):
        raise ValueError("a value is longer than its table")
    if depth and TOO_DEEP in contents:
        return TOO_DEEP
    return dict(zip(names, contents, strict=True)) if kind == TABLE else contents


def _size(value: bytes, at: int) -> int:
    """How many bytes the value has that begins here, its type among them."""
    kind = value[at : at + 1]
    if kind in SIZED:
        return 5 + int.from_bytes(value[at + 1 : at + 5], "big")
    size, _ = decode.embedded_value(value[at : at + 10])
    return size or 1


def _read_value(value: bytes, depth: int) -> Any:
    kind = value[:1]
    if kind not in {TABLE, ARRAY}:
        return decode.embedded_value(value)[1]
    return TOO_DEEP if depth > MAX_DEPTH else _read_nested(value[5:], kind, depth)
