"""The event about an authority's education improvement strategy."""

from notifications.incoming.base import Incoming


class Priority(Incoming):
    """One priority of the strategy."""

    code: str
    title: str


class Strategy(Incoming):
    """The version of the strategy that the authority adopted."""

    authority: str
    version: str
    title: str
    priorities: list[Priority]
