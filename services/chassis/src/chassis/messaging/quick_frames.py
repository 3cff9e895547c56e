"""Reading what the broker sends: all that lies in the socket at once, cut into its frames.

The library awaits each frame in three steps and decodes it argument by argument, which took a
third of what a consumed event costs. The frames here are the same objects; whatever is not a
delivery is still decoded by the library.
"""

import struct
from collections.abc import Callable
from functools import lru_cache

from aiormq import connection
from aiormq.connection import FrameReceiver
from aiormq.exceptions import AMQPConnectionError, InvalidFrameError, ProtocolSyntaxError
from pamqp import constants, decode, frame
from pamqp.body import ContentBody
from pamqp.commands import Basic
from pamqp.exceptions import PAMQPException
from pamqp.header import ContentHeader
from typing_extensions import override

MOST_AT_ONCE = 256 * 1024
HEAD = struct.Struct(">BHI")
SMALLEST = HEAD.size + 1
DELIVER = struct.pack(">I", Basic.Deliver.index)
TAG = struct.Struct(">QB")
CONTENT = struct.Struct(">HHQH")
MORE_FLAGS = 1

Frame = tuple[int, int, frame.FrameTypes]
ReadsText = Callable[[bytes], tuple[int, str]]


def install() -> None:
    """Connections that are made from now on read this way; doing it again is harmless."""
    connection.FrameReceiver = QuickReceiver  # type: ignore[misc]


class QuickReceiver(FrameReceiver):
    """The library's receiver of frames, with a buffer of its own."""

    _given, _at = b"", 0

    @override
    async def get_frame(self) -> Frame:
        if self.reader.at_eof() and self._at == len(self._given):
            raise StopAsyncIteration
        try:
            while (found := self._next()) is None:
                await self._read()
        except (PAMQPException, struct.error, ValueError, IndexError) as error:
            raise InvalidFrameError(str(error)) from error
        except OSError as error:
            raise AMQPConnectionError(f"Server communication error: {error!r}") from error
        return found

    async def _read(self) -> None:
        more = await self.reader.read(MOST_AT_ONCE)
        if not more:
            raise AMQPConnectionError("Server connection unexpectedly closed")
        if not self.started and more.startswith(constants.AMQP):
            raise ProtocolSyntaxError("Unexpected AMQP protocol header")
        self.started = True
        self._given, self._at = self._given[self._at :] + more, 0

    def _next(self) -> Frame | None:
        """The frame that begins here; None until all of it has come."""
        given, at = self._given, self._at
        if len(given) - at < SMALLEST:
            return None
        kind, channel, size = HEAD.unpack_from(given, at)
        first, last = at + HEAD.size, at + HEAD.size + size
        if last >= len(given):
            return None
        self._at = last + 1
        if given[last] == constants.FRAME_END:
            usual = _usual(kind, given[first:last])
            if usual is not None:
                return last + 1 - at, channel, usual
        return frame.unmarshal(given[at : last + 1])


def _usual(kind: int, payload: bytes) -> frame.FrameTypes | None:
    """The three frames that a delivery is made of."""
    if kind == constants.FRAME_BODY and payload:
        return ContentBody(payload)
    if kind == constants.FRAME_HEADER:
        return _header(payload)
    if kind == constants.FRAME_METHOD and payload.startswith(DELIVER):
        return _deliver(payload)
    return None


def _deliver(payload: bytes) -> Basic.Deliver:
    read: ReadsText = decode.METHODS["shortstr"]  # type: ignore[assignment]
    length, consumer_tag = read(payload[4:])
    at = 4 + length
    delivery_tag, redelivered = TAG.unpack_from(payload, at)
    at += TAG.size
    length, exchange = read(payload[at:])
    _, routing_key = read(payload[at + length :])
    return Basic.Deliver(consumer_tag, delivery_tag, bool(redelivered & 1), exchange, routing_key)


def _header(payload: bytes) -> ContentHeader | None:
    class_id, weight, body_size, flags = CONTENT.unpack_from(payload)
    if flags & MORE_FLAGS:
        return None
    header = ContentHeader(weight, body_size)
    header.class_id = class_id
    at = CONTENT.size
    for name, kind in _present(flags):
        length, value = decode.METHODS[kind](payload[at:])
        setattr(header.properties, name, value)
        at += length
    return header


@lru_cache(maxsize=256)
def _present(flags: int) -> tuple[tuple[str, str], ...]:
    """The properties that a header holds, each with its type, in their order."""
    known = Basic.Properties.flags
    held = [name for name in Basic.Properties.__slots__ if flags & known[name]]
    return tuple((name, Basic.Properties.amqp_type(name)) for name in held)
