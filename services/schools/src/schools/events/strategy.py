"""The event about an authority's strategy."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel

from chassis import OutgoingEvent


class StrategyMeasure(BaseModel):
    """A figure that a priority is to move."""

    code: str
    title: str
    results_code: str | None
    baseline: float | None
    target: float
    by: date


class StrategyAction(BaseModel):
    """A step of a priority; without an owner it is the priority's."""

    title: str
    by: date
    owner: str | None


class StrategyPriority(BaseModel):
    """A priority; cases and support name its code, funded projects share its themes."""

    code: str
    title: str
    owner: str
    themes: list[str]
    actions: list[StrategyAction]
    measures: list[StrategyMeasure]


class StrategyAdopted(OutgoingEvent):
    """An authority adopted a version of its education improvement strategy."""

    event_type: ClassVar[str] = "council.schools.strategy.adopted.v1"
    aggregate: ClassVar[str] = "strategy"
    reference: ClassVar[str] = "authority"

    authority: str
    version: str
    title: str
    priorities: list[StrategyPriority]


EVENTS: list[type[OutgoingEvent]] = [StrategyAdopted]
