"""Judges a power that the authority used, by the day on which it did.

Never or not yet: a condition that an event on its way may meet (the conclusion of the notice, the
end of an interim board, a notification or an inspection) makes the power wait. Everything else is
decided at once, for nothing that has happened already could change it: what the record itself says
(consultation, consent), the period and the window of its notice, the school.
"""

from chassis.domain import MustWait, Reason, refuse
from schools.domain.power.bars import bars
from schools.domain.power.commands import PowerUsed
from schools.domain.power.conditions import Condition
from schools.domain.power.eligibility import RouteToPower, routes_of, to_power
from schools.domain.power.situation import Situation

ELIGIBILITY = "eligibility"  # of a school: what a power without a known route waits for


def route_used(used: PowerUsed, situation: Situation) -> RouteToPower:
    """The route by which the power was used; without a notice, the first one that is open.

    Raises Refused with the conditions that fail, or MustWait where one may yet be met: for the
    notice, or for the school's eligibility.
    """
    routes = routes_to(used, situation)
    if not routes:
        raise MustWait("notice", used.notice or "")
    if opened := [each for each in routes if not each.unmet]:
        return opened[0]
    if all(any(one.settled for one in each.unmet) for each in routes):
        refuse(failing(used, situation))
    only_barred = all(_is_bar(one, used, situation) for each in routes for one in each.unmet)
    if used.notice and not only_barred:
        raise MustWait("notice", used.notice)
    raise MustWait(ELIGIBILITY, used.urn)


def failing(used: PowerUsed, situation: Situation) -> list[Reason]:
    """The conditions that fail by every route; none where one is open, or its notice not known."""
    routes = routes_to(used, situation)
    if any(not each.unmet for each in routes):
        return []
    return list(dict.fromkeys(one.reason for each in routes for one in each.unmet))


def routes_to(used: PowerUsed, situation: Situation) -> list[RouteToPower]:
    """The route of the notice that the power names, else those that need none, with the bars."""
    return [
        to_power(each, used.power, used.used_on, bars(situation, used.power))
        for each in routes_of(situation)
        if (each.notice.notice if each.notice else None) == used.notice
    ]


def _is_bar(condition: Condition, used: PowerUsed, situation: Situation) -> bool:
    return condition in bars(situation, used.power)
