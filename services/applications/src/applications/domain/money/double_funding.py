"""No double funding: the same school, overlapping dates and the same purpose, in any round.

Everybody on the bus reads a rejection: an approval that is not released is never told by it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from applications.domain.form.forms import Form
from applications.domain.form.waivers import DOUBLE, Bar, Waiver, lift
from chassis.domain import Reason, in_full


@dataclass(frozen=True)
class Plan:
    """Who takes part in a project, when, and for what purpose."""

    schools: frozenset[str]
    starts: date
    ends: date
    category: str
    theme: str | None = None


@dataclass(frozen=True)
class Funded:
    """Another application that holds money, or the award that it became."""

    application: str
    plan: Plan
    award: str | None = None
    released: bool = False  # before the release nothing may tell that it was approved
    waivers: Sequence[Waiver] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The references under which a waiver may name it."""
        return (self.application, *([self.award] if self.award else []))


def plan_of(form: Form, schools: Iterable[str] | None = None) -> Plan:
    """The plan of a form; `schools` are those that take part now, where they have changed."""
    taking_part = frozenset(form.schools if schools is None else schools)
    return Plan(taking_part, form.planned_start, form.planned_end, form.category, form.theme)


def is_double(one: Plan, other: Plan) -> bool:
    """Whether both would fund a school in common for the same purpose on a day in common."""
    overlap = one.starts <= other.ends and other.starts <= one.ends
    themes = {one.theme, other.theme} - {None}
    same_purpose = one.category == other.category and len(themes) < 2
    return bool(one.schools & other.schools) and overlap and same_purpose


def double_funding(
    plan: Plan, names: Collection[str], waivers: Iterable[Waiver], others: Iterable[Funded]
) -> tuple[list[Reason], list[Waiver]]:
    """Why this plan is not funded beside the others, and which of its waivers let it pass.

    `names` are its own references: a waiver of the other one that names it counts as well.
    """
    bars = [
        _bar(plan, other)
        for other in others
        if is_double(plan, other.plan) and not _waived_there(other, names)
    ]
    return lift(bars, waivers)


def _waived_there(other: Funded, names: Collection[str]) -> bool:
    bar = Bar(DOUBLE, Reason("double-funding", ""), other.plan.ends, names)
    return not lift([bar], other.waivers)[0]


def _bar(plan: Plan, other: Funded) -> Bar:
    shared = ", ".join(sorted(plan.schools & other.plan.schools))
    if other.released:
        message = (
            f"{other.award or other.application} funds the same purpose for {shared} from "
            f"{in_full(other.plan.starts)} to {in_full(other.plan.ends)}. It can be funded beside "
            "it only with a waiver that names it."
        )
    else:
        message = (
            f"Another application for the same purpose names {shared} in the same period. Record "
            "this decision again once that one is settled."
        )
    return Bar(DOUBLE, Reason("double-funding", message), plan.ends, other.names)
