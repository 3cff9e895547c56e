"""Reading whatever a publisher put into a message's properties: none of it ends our connection.

The library refuses a frame whose names are not UTF-8 or whose timestamps lie beyond the calendar
(nanoseconds, say). The connection then ends, the message comes again, and so does the end: one
such message would stop a service for good. Read leniently it arrives, and the envelope judges it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pamqp import decode

Decoded = tuple[int, Any]
LONG_STRING = b"S"


def install() -> None:
    """Replace the library's decoders for this process; doing it again is harmless."""
    decode.METHODS["shortstr"] = _name
    decode.METHODS["timestamp"] = decode.TABLE_MAPPING[b"T"] = _timestamp
    decode.METHODS["table"] = decode.TABLE_MAPPING[b"F"] = _table


def _name(value: bytes) -> Decoded:
    end = 1 + value[0]
    return end, value[1:end].decode("utf-8", "replace")


_strict_timestamp: Callable[[bytes], tuple[int, datetime]] = decode.timestamp


def _timestamp(value: bytes) -> Decoded:
    try:
        return _strict_timestamp(value)
    except (ValueError, OverflowError, OSError):
        return 8, None


def _table(value: bytes) -> Decoded:
    """Nearly all that a table holds is long strings: those are read here, faster."""
    end = 4 + int.from_bytes(value[:4], "big")
    if end > len(value):
        raise ValueError("a table is longer than its frame")
    table: dict[str, Any] = {}
    offset = 4
    while offset < end:
        start = offset + 1 + value[offset]
        name = value[offset + 1 : start].decode("utf-8", "replace")
        if value[start : start + 1] == LONG_STRING:
            first = start + 5
            offset = first + int.from_bytes(value[start + 1 : first], "big")
            text = value[first:offset]
            try:
                table[name] = text.decode()
            except UnicodeDecodeError:
                table[name] = text
        else:
            consumed, table[name] = decode.embedded_value(value[start:end])
            offset = start + consumed
    return end, table
