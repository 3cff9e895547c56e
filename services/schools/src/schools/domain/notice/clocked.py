"""A warning notice whose clocks run: reminders, and the end of the two-month window."""

from dataclasses import dataclass, field
from datetime import date, datetime

from chassis.domain import TimerChange, next_after, reached
from schools.domain.notice.clocks import (
    DUE,
    WINDOW_CLOSES,
    WINDOW_DUE,
    closes,
    reminders,
    timer,
    working_days_left,
)
from schools.domain.notice.facts import Facts
from schools.domain.notice.standing import ISSUED, WINDOW_CLOSED
from schools.domain.notice.surroundings import Surroundings


@dataclass(kw_only=True)
class Clocked(Facts):
    """Its timers are set and stopped with its state; each step is judged by the facts."""

    clocks: dict[str, date] = field(default_factory=dict)  # until when each running clock runs
    reminded: dict[str, datetime] = field(default_factory=dict)  # the last reminder of each clock

    def run_clocks(self, around: Surroundings) -> None:
        """Start, move and stop the timers as the state asks; one that runs rightly is left."""
        for clock, until in self._wanted().items():
            if until != self.clocks.get(clock):
                self.timers.append(timer(clock, self.notice, until, around.calendar, around.now))
                self.reminded.pop(clock, None)
        self.clocks = {clock: until for clock, until in self._wanted().items() if until}

    def remind(self, around: Surroundings) -> None:
        """The compliance period ends soon, and nothing was decided yet."""
        self._remind(DUE, "notice.due-soon", around)

    def remind_of_window(self, around: Surroundings) -> None:
        """The two-month window closes soon."""
        self._remind(WINDOW_DUE, "notice.window-due-soon", around)

    def close_window(self, around: Surroundings) -> None:
        """The window is over: s63 and s64 lapse, the notice does not expire."""
        until = self.clocks.get(WINDOW_CLOSES)
        if until is None or around.now < closes(until):
            return
        self.window_over = until
        self._happened("notice.window-closed")
        self.run_clocks(around)

    def _wanted(self) -> dict[str, date | None]:
        due = self.held.sent.compliance_ends if self.state == ISSUED else None
        window = None if self.state == WINDOW_CLOSED else self.window
        return {DUE: due, WINDOW_DUE: window, WINDOW_CLOSES: window}

    def _remind(self, clock: str, name: str, around: Surroundings) -> None:
        """Publish the reminder that is due now, once, and set the timer of the next."""
        until = self.clocks.get(clock)
        if until is None:
            return
        now, of = around.now, reminders(clock, until, around.calendar)
        step = reached(now, of)
        if step and step.at != self.reminded.get(clock) and now < closes(until):
            self.reminded[clock] = step.at
            left = working_days_left(until, now, around.calendar)
            self._happened(name, due=until, working_days_left=left)
        self.timers.append(TimerChange(clock, self.notice, next_after(now, of)))
