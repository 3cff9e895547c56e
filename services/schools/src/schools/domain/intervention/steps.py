"""Which step of the Department for Education is in force at a school on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NOTICE, NOTICE_LIFTED = "secretary-of-state-notice", "secretary-of-state-notice-lifted"
COASTING, COASTING_ENDED = "coasting-notified", "coasting-ended"
BOARD, BOARD_ENDED = "interim-executive-board", "interim-executive-board-ended"
GOVERNORS = "additional-governors"  # the contract has no step that ends it
RISE, RISE_ENDED = "rise-targeted-begun", "rise-targeted-ended"


@dataclass(frozen=True)
class DfeStep:
    """One step and its day in London."""

    kind: str
    on: date


@dataclass(frozen=True)
class DfeSteps:
    """Every step of the department at one school, in any order."""

    steps: frozenset[DfeStep] = frozenset()

    @classmethod
    def of(cls, steps: Iterable[DfeStep]) -> "DfeSteps":
        """These steps."""
        return cls(frozenset(steps))

    def notice(self, day: date) -> date | None:
        """Since when a notice by the Secretary of State is in force on the day; None where none."""
        return self._since(NOTICE, NOTICE_LIFTED, day)

    def next_notice(self, day: date) -> date | None:
        """The day of the first notice by the Secretary of State after the day."""
        return min((each for each in self._days(NOTICE) if each > day), default=None)

    def coasting(self, day: date) -> date | None:
        """Since when the school is notified as coasting, as far as it is on the day."""
        return self._since(COASTING, COASTING_ENDED, day)

    def rise(self, day: date) -> date | None:
        """Since when targeted RISE support runs, as far as it does on the day."""
        return self._since(RISE, RISE_ENDED, day)

    def interim_board(self, day: date) -> date | None:
        """Since when an interim board of the Secretary of State governs the school on the day."""
        return self._since(BOARD, BOARD_ENDED, day)

    def additional_governors(self, day: date) -> date | None:
        """Since when the school has governors that the Secretary of State appointed."""
        return max((each for each in self._days(GOVERNORS) if each <= day), default=None)

    def _since(self, begins: str, ends: str, day: date) -> date | None:
        """The last beginning up to the day, unless it ended; an end on the same day comes later."""
        begun = max((each for each in self._days(begins) if each <= day), default=None)
        if begun is None or any(begun <= each <= day for each in self._days(ends)):
            return None
        return begun

    def _days(self, kind: str) -> list[date]:
        return [each.on for each in self.steps if each.kind == kind]
