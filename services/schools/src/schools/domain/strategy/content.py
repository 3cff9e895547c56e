"""What a strategy says, as its file has it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from chassis.domain import Reason


@dataclass(frozen=True)
class Measure:
    """A figure that the priority is to move; `results_code` is that of the schools' results."""

    code: str
    title: str
    target: float
    by: date
    baseline: float | None = None
    results_code: str | None = None


@dataclass(frozen=True)
class Action:
    """A step, with its owner where that is not the priority's."""

    title: str
    by: date
    owner: str | None = None


@dataclass(frozen=True)
class Priority:
    """One priority; cases and support name its code, funded projects share its themes."""

    code: str
    title: str
    owner: str
    themes: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class StrategyContent:
    """One version of the strategy of one authority."""

    authority: str
    version: str
    title: str
    priorities: tuple[Priority, ...]

    def contradictions(self) -> list[Reason]:
        """Codes that are used twice: nobody could tell which one is meant."""
        return list(self._repeated())

    def _repeated(self) -> Iterator[Reason]:
        for code in _twice(each.code for each in self.priorities):
            message = f"Two priorities have the code {code}. Give each a code of its own."
            yield Reason("duplicate", message)
        for priority in self.priorities:
            for code in _twice(each.code for each in priority.measures):
                message = (
                    f"Two measures of the priority {priority.code} have the code {code}. Give each "
                    "a code of its own."
                )
                yield Reason("duplicate", message)


def _twice(codes: Iterable[str]) -> list[str]:
    return [code for code, number in Counter(codes).items() if number > 1]
