"""The deliveries of one channel, handed over as soon as their last frame is read.

The library takes each frame of a delivery through a queue and starts a task for each message,
which took longer than reading the frames.
"""

from collections.abc import Callable
from typing import Any

from aiormq import Channel
from aiormq.abc import DeliveredMessage
from pamqp.body import ContentBody
from pamqp.commands import Basic
from pamqp.header import ContentHeader

Message = DeliveredMessage


def divert(channel: Channel, take: Callable[[Message], None]) -> None:
    """From now on this channel's deliveries come to `take`, in order, and not to its consumers."""
    channel.frames.put = _Diversion(channel, take).put  # type: ignore[method-assign]


class _Diversion:
    """Puts the frames of one delivery together; all others go on to the channel."""

    def __init__(self, channel: Channel, take: Callable[[Message], None]) -> None:
        self._channel, self._take, self._pass_on = channel, take, channel.frames.put
        self._delivery: Basic.Deliver | None = None
        self._header = ContentHeader()
        self._body: list[bytes] = []
        self._missing = 0

    async def put(self, item: tuple[int, Any]) -> None:
        """Takes the place of `put` in the queue between connection and channel."""
        frame = item[1]
        if isinstance(frame, Basic.Deliver):
            self._delivery = frame
        elif self._delivery is None:  # a returned message has a header and a body too
            await self._pass_on(item)
        elif isinstance(frame, ContentHeader):
            self._header, self._body, self._missing = frame, [], frame.body_size
            self._hand_over_if_whole(self._delivery)
        elif isinstance(frame, ContentBody):
            self._body.append(frame.value)
            self._missing -= len(frame.value)
            self._hand_over_if_whole(self._delivery)

    def _hand_over_if_whole(self, delivery: Basic.Deliver) -> None:
        if self._missing <= 0:
            self._delivery = None
            self._take(Message(delivery, self._header, b"".join(self._body), self._channel))
