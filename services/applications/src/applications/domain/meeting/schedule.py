"""A meeting as it was scheduled, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chassis.domain import Calendar, Reason, london_date

CLEAR_DAYS = 5  # working days between the papers and the meeting [default]


@dataclass(frozen=True)
class Schedule:
    """A meeting as casework scheduled it, whole each time; the latest holds."""

    meeting: str
    panel: str
    held_on: date
    starts_at: datetime
    items: tuple[str, ...]
    papers_by: date
    scheduled_by: str
    scheduled_at: datetime
    cancelled: bool = False
    key: str = ""

    @property
    def instant(self) -> datetime:
        """When it was scheduled."""
        return self.scheduled_at


def schedule_refusals(schedule: Schedule, panels: Mapping[str, str]) -> list[Reason]:
    """Why a meeting cannot be scheduled so; `panels` names the panel of each item's round."""
    reasons = []
    day = london_date(schedule.starts_at)
    if day != schedule.held_on:
        message = (
            f"held_on is {schedule.held_on}, but starts_at is on {day} in London. Make them agree."
        )
        reasons.append(Reason("held-on-differs", message))
    others = [item for item in schedule.items if panels[item] != schedule.panel]
    if others:
        message = (
            f"items: {', '.join(others)} belong to a round that {schedule.panel} does not decide. "
            "Take them off its agenda."
        )
        reasons.append(Reason("another-panels-item", message))
    return reasons


def papers_warnings(schedule: Schedule, calendar: Calendar) -> list[Reason]:
    """What the pack says about papers that come too late for the panel to read them."""
    clear = clear_days(schedule.papers_by, schedule.held_on, calendar)
    if clear >= CLEAR_DAYS:
        return []
    days = "1 clear working day" if clear == 1 else f"{clear} clear working days"
    message = f"The panel has its papers {days} before the meeting instead of {CLEAR_DAYS}."
    return [Reason("papers-late", message)]


def clear_days(papers_by: date, held_on: date, calendar: Calendar) -> int:
    """Working days between both days, neither of them included."""
    between = (papers_by + timedelta(days=n) for n in range(1, (held_on - papers_by).days))
    return sum(calendar.is_working_day(day) for day in between)
