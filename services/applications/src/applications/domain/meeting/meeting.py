"""The meeting: scheduled, at risk, its papers due, and closed when every item is settled."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from applications.domain.meeting.forecast import Risk
from applications.domain.meeting.schedule import Schedule, papers_warnings, schedule_refusals
from applications.domain.panel.arrangements import contradictions, latest
from chassis.domain import Aggregate, Calendar, Reason, TimerChange, day_begins, refuse

PAPERS = "meeting-papers"
LOOK = "meeting-changed"  # due at once: the forecast is no part of what changed it


@dataclass(frozen=True)
class Item:
    """What the meeting looks at of an application on its agenda.

    `settled` says that it was decided or deferred here, or ended without.
    """

    application: str
    panel: str
    settled: bool = False
    risk: Risk | None = None


@dataclass(frozen=True)
class Standing:
    """What was last published of a meeting besides its schedule."""

    at_risk: tuple[Risk, ...] = ()
    closed: bool = False


@dataclass(kw_only=True)
class Meeting(Aggregate):
    """One meeting of a panel; `items` is what is known of its agenda now."""

    reference: str
    authority: str
    calendar: Calendar
    schedules: list[Schedule] = field(default_factory=list)
    standing: Standing = field(default_factory=Standing)
    items: Mapping[str, Item] = field(default_factory=dict)

    @property
    def schedule(self) -> Schedule:
        """The schedule that holds."""
        found = latest(self.schedules)
        if found is None:
            raise LookupError("a meeting without a schedule")
        return found

    @property
    def warnings(self) -> list[Reason]:
        """What the pack says about the papers."""
        return papers_warnings(self.schedule, self.calendar)

    @property
    def state(self) -> str:
        """Scheduled, cancelled, or closed."""
        if self.schedule.cancelled:
            return "cancelled"
        return "closed" if self.standing.closed else "scheduled"

    def public(self) -> dict[str, Any]:
        """The public state that every event of a meeting carries."""
        held = self.schedule
        return {
            "meeting": self.reference,
            "panel": held.panel,
            "authority": self.authority,
            "held_on": held.held_on,
            "starts_at": held.starts_at,
            "papers_by": held.papers_by,
            "items": list(held.items),
            "state": self.state,
        }

    def scheduled(self, schedule: Schedule) -> bool:
        """Always kept; whether it is the one that holds, which is then published."""
        refuse(
            [
                *schedule_refusals(schedule, {each.application: each.panel for each in self._all}),
                *contradictions("Another schedule", schedule.scheduled_at, self.schedules),
            ]
        )
        self.schedules.append(schedule)
        if self.schedule is not schedule:
            return False
        self.standing = replace(self.standing, closed=False)
        told = [each._asdict() for each in self.warnings]
        self._happened("meeting.scheduled", warnings=told)
        due = None if schedule.cancelled else day_begins(schedule.papers_by)
        self.timers.append(TimerChange(PAPERS, self.reference, due))
        return True

    def papers_due(self, now: datetime) -> None:
        """The day of the papers has come; nothing once the meeting began or was called off."""
        if self.state == "scheduled" and now < self.schedule.starts_at:
            self._happened("meeting.papers-due")

    def look_again(self, now: datetime) -> None:
        """What it looks at has changed: at risk, no longer at risk, or closed."""
        if self.schedule.cancelled:
            return
        self._look_at_quorum(now)
        closed = bool(self._agenda) and all(each.settled for each in self._agenda)
        newly = closed and not self.standing.closed
        self.standing = replace(self.standing, closed=closed)
        if newly:
            self._happened("meeting.closed")

    def _look_at_quorum(self, now: datetime) -> None:
        if now >= self.schedule.starts_at:
            return  # whoever is missing now, the forecast is over
        risks = tuple(each.risk for each in self._agenda if each.risk and not each.settled)
        if risks == self.standing.at_risk:
            return
        self.standing = replace(self.standing, at_risk=risks)
        told = [{"application": each.application, "missing": list(each.missing)} for each in risks]
        self._happened("meeting.at-risk", at_risk=told)

    @property
    def _agenda(self) -> list[Item]:
        return [self.items[each] for each in self.schedule.items]

    @property
    def _all(self) -> list[Item]:
        return list(self.items.values())
