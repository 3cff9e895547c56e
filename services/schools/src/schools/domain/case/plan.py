"""The plan of a case: which one holds at an instant, and which of its actions are open."""

from collections.abc import Iterable
from datetime import datetime

from schools.domain.case.commands import Action, Plan


def plans_until(plans: Iterable[Plan], at: datetime | None) -> list[Plan]:
    """Of plans in their order those recorded by then; all of them where `at` is None."""
    return [each for each in plans if at is None or each.recorded_at <= at]


def open_actions(plans: Iterable[Plan], at: datetime | None = None) -> list[str]:
    """The codes of the actions that are open by the plans recorded up to an instant.

    An action that vanishes from the plan without a date or a reason is open still [default].
    """
    last: dict[str, Action] = {}
    for plan in plans_until(plans, at):
        last |= {each.code: each for each in plan.actions}
    return sorted(code for code, action in last.items() if action.is_open)
