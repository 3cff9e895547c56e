"""What a step of the scenario consists of: events to publish and effects to expect."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from attain.scenario.facts import Data
from attain.scenario.projects import PROJECTS, Project

Change = Callable[[Data, Any, Any], Data | list[Data]]


def _no_change(*_: Any) -> Data:
    return {}


def _projects(having: str | None) -> list[Project | None]:
    return [each for each in PROJECTS if getattr(each, having)] if having else [None]


@dataclass(frozen=True)
class Publish:
    """An event for each project that has a property, or one event where none is named.

    `change` is called with the contract's example, the facts and the project. It gives the fields
    that the facts do not know; a list gives one event each.
    """

    type: str
    day: int
    having: str | None = None
    change: Change = _no_change
    hour: int = 10

    @property
    def projects(self) -> list[Project | None]:
        """The projects; None alone for an event of the whole run."""
        return _projects(self.having)


@dataclass(frozen=True)
class Expect:
    """An effect for each such project: an event about what the facts know of it.

    With `reason` it must hold a reason with the code that this property of the project names.
    With `by` it is found by this identity alone, where others in it are of somebody else.
    """

    type: str
    text: str
    having: str | None = None
    reason: str | None = None
    by: str | None = None

    @property
    def projects(self) -> list[Project | None]:
        """The projects; None alone for an event of the whole run."""
        return _projects(self.having)
