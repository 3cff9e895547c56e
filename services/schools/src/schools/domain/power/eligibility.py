"""Eligibility for intervention, derived and explained: which power can be used on a day, and how.

Nothing here is typed in by anybody. The answer names, for each power, the route by which it can be
used, what its use still needs, and otherwise each condition that fails with what would meet it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chassis.domain import in_full
from schools.domain.notice.refusals import power_of_route
from schools.domain.notice.window import has_window
from schools.domain.power.bars import bars, needs
from schools.domain.power.commands import POWERS
from schools.domain.power.conditions import Condition
from schools.domain.power.routes import Route, by_category, by_coasting, by_notice
from schools.domain.power.situation import Situation


@dataclass(frozen=True)
class RouteToPower:
    """One power by one route: open where every condition is met; `until` is its last day."""

    route: str
    notice: str | None
    conditions: tuple[Condition, ...]
    until: date | None = None

    @property
    def unmet(self) -> list[Condition]:
        """The conditions that fail."""
        return [each for each in self.conditions if not each.met]


@dataclass(frozen=True)
class PowerExplained:
    """Whether a power can be used on the day, by which routes, and what else its use needs."""

    power: str
    bars: tuple[Condition, ...]
    routes: tuple[RouteToPower, ...]
    needs: tuple[str, ...]

    @property
    def open(self) -> list[RouteToPower]:
        """The routes by which it can be used; none while something bars it."""
        if any(not each.met for each in self.bars):
            return []
        return [each for each in self.routes if not each.unmet]


@dataclass(frozen=True)
class Eligibility:
    """The answer for one school on one day."""

    day: date
    eligible_by: tuple[str, ...]  # sections; empty: the school is not eligible for intervention
    powers: tuple[PowerExplained, ...]


def eligibility(situation: Situation) -> Eligibility:
    """Explain every power at this school on this day: sections 59 to 66 [law]."""
    routes = routes_of(situation)
    closed = [each for each in bars(situation, "") if not each.met]
    sections = () if closed else tuple(each.section for each in routes if not each.unmet)
    return Eligibility(
        situation.day,
        tuple(dict.fromkeys(sections)),
        tuple(_explained(situation, power, routes) for power in POWERS),
    )


def routes_of(situation: Situation) -> list[Route]:
    """Every route: each notice of the authority, coasting, and the two categories of concern."""
    return [
        *(by_notice(each, situation.day) for each in situation.notices),
        by_coasting(situation.steps, situation.foundation, situation.day),
        by_category("s61", situation.category),
        by_category("s62", situation.category),
    ]


def to_power(route: Route, power: str, day: date, barred: Iterable[Condition] = ()) -> RouteToPower:
    """The route's own conditions, and those that the power adds: its bars, route and window."""
    extra, notice = [], route.notice
    if refused := power_of_route(route.section, (power,)):
        extra.append(Condition(refused[0].code, "s63(1)", met=False, message=refused[0].message))
    until = notice.window_ends if notice and has_window(route.section, power) else None
    if until:
        extra.append(_window(power, until, day))
    reference = notice.notice if notice else None
    return RouteToPower(route.section, reference, (*barred, *route.conditions, *extra), until)


def _explained(situation: Situation, power: str, routes: Sequence[Route]) -> PowerExplained:
    return PowerExplained(
        power,
        bars(situation, power),
        tuple(to_power(each, power, situation.day) for each in routes),
        needs(situation.foundation, power),
    )


def _window(power: str, until: date, day: date) -> Condition:
    last = in_full(until)
    message = (
        f"The two-month window runs until {last}."
        if day <= until
        else f"The two-month window closed after {last}. A new notice opens another."
    )
    section = "s63(3)" if power == "s63" else "s64(2)"
    return Condition("window-closed", section, day <= until, message)
