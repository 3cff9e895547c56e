"""The education improvement strategy of an authority: its priorities, and how each is measured."""

from schools.domain.strategy.content import Action, Measure, Priority, StrategyContent
from schools.domain.strategy.strategy import Strategy

__all__ = ["Action", "Measure", "Priority", "Strategy", "StrategyContent"]
