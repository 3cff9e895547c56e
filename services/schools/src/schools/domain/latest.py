"""Facts by key: in the order of their instants, and which of two holds from now on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

from chassis.domain import Reason, in_words, refuse

Fact = TypeVar("Fact")


def add(kept: list[Fact], new: Fact, at: Callable[[Fact], Any]) -> None:
    """Keep it in the order of the instants, so that no order of arrival shows."""
    kept.append(new)
    kept.sort(key=at)


class Dated(Protocol):
    """What an event says about a key, whole."""

    @property
    def at(self) -> datetime:
        """Its own instant."""

    @property
    def title(self) -> str:
        """The key, as a sentence begins with it."""


def is_news(known: Dated | None, sent: Dated) -> bool:
    """Whether it holds from now on; refuses other content that is dated at the same instant.

    An older fact is history, and the same again is known: both change nothing.
    """
    if known is None or sent.at > known.at:
        return True
    if sent.at == known.at and sent != known:
        message = (
            f"{sent.title} of {in_words(sent.at)} was sent before with other content. "
            "To correct it, send it again with the time of the correction."
        )
        refuse([Reason("contradicts-earlier", message)])
    return False
