"""Judges a power that the authority used, by the day on which it did.

Never or not yet: a condition that an event on its way may meet (the conclusion of the notice, the
end of an interim board, a notification or an inspection) makes the power wait. Everything else is
decided at once, for nothing that has happened already could change it: what the record itself says
(consultation, consent), the period and the window of its notice, the school.
"""

from collections.abc import Sequence

from chassis.domain import MustWait, refuse
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
    barred = [each for each in bars(situation, used.power) if not each.met]
    routes = _routes(used, situation)
    if not routes:
        raise MustWait("notice", used.notice or "")
    if not barred and (opened := [each for each in routes if not each.unmet]):
        return opened[0]
    failing = [[*barred, *each.unmet] for each in routes]
    if all(_settled(each) for each in failing):
        refuse(dict.fromkeys(each.reason for conditions in failing for each in conditions))
    if used.notice and any(each.unmet for each in routes):
        raise MustWait("notice", used.notice)
    raise MustWait(ELIGIBILITY, used.urn)


def _routes(used: PowerUsed, situation: Situation) -> list[RouteToPower]:
    """The route of the notice that the power names; else those that need none."""
    return [
        to_power(each, used.power, used.used_on)
        for each in routes_of(situation)
        if (each.notice.notice if each.notice else None) == used.notice
    ]


def _settled(conditions: Sequence[Condition]) -> bool:
    """Whether one fails for good."""
    return any(each.settled for each in conditions)
