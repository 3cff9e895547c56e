"""The routes to eligibility for intervention: sections 60 to 62, each with its conditions [law]."""

from dataclasses import dataclass
from datetime import date

from chassis.domain import in_full
from schools.domain.foundation import Foundation
from schools.domain.intervention.steps import DfeSteps
from schools.domain.notice.seen import SeenNotice
from schools.domain.notice.standing import NOT_COMPLIED
from schools.domain.power.conditions import Condition

CATEGORIES = {
    "s61": ("requires-significant-improvement", "serious-weaknesses"),
    "s62": ("special-measures",),
}


@dataclass(frozen=True)
class Route:
    """A section by which the school is eligible, or why it is not."""

    section: str
    conditions: tuple[Condition, ...]
    notice: SeenNotice | None = None

    @property
    def unmet(self) -> list[Condition]:
        """The conditions that fail."""
        return [each for each in self.conditions if not each.met]


def by_notice(notice: SeenNotice, day: date) -> Route:
    """s60(1), s60A(1): notice given, period over, not complied, powers notified in writing."""
    conditions = (
        _given(notice),
        _in_effect(notice),
        _period_over(notice, day),
        _not_complied(notice),
        _powers_notified(notice),
    )
    return Route(notice.route, conditions, notice)


def _given(notice: SeenNotice) -> Condition:
    message = (
        f"Notice {notice.notice} was given on {in_full(notice.issued_on)}."
        if notice.counts
        else f"Notice {notice.notice} does not count as issued. Log every required copy of it."
    )
    section = f"{notice.route}(1)(a)"
    return Condition("notice-not-issued", section, notice.counts, message, settled=notice.counts)


def _in_effect(notice: SeenNotice) -> Condition:
    ended = notice.ended_because
    message = (
        f"Notice {notice.notice} has no effect any more. {ended} Use another route."
        if ended
        else f"Notice {notice.notice} has effect."
    )
    return Condition("notice-ended", "s60(4B)", not ended, message)


def _period_over(notice: SeenNotice, day: date) -> Condition:
    over, ends = day > notice.compliance_ends, in_full(notice.compliance_ends)
    message = (
        f"The compliance period ended on {ends}."
        if over
        else f"The compliance period runs until {ends}. Powers can be used after that day."
    )
    return Condition("period-not-over", f"{notice.route}(1)(b)", over, message)


def _not_complied(notice: SeenNotice) -> Condition:
    outcome = notice.outcome
    messages = {
        NOT_COMPLIED: "The authority decided that the governing body did not comply.",
        None: "Nothing was decided yet. Record whether the governing body complied.",
    }
    otherwise = f"The notice was concluded as {outcome}. It leads to no power."
    return Condition(
        "not-found-to-fail",
        f"{notice.route}(1)(c)",
        outcome == NOT_COMPLIED,
        messages.get(outcome, otherwise),
        settled=outcome is not None,
    )


def _powers_notified(notice: SeenNotice) -> Condition:
    given = notice.powers_notice
    message = (
        f"Written notice of the powers was given on {in_full(given.given_on)}."
        if given
        else "Give the governing body written notice of the powers that you propose to use, and "
        "record it with the conclusion."
    )
    section = f"{notice.route}(1)(d)"
    return Condition("powers-not-notified", section, bool(given), message, settled=bool(given))


def by_coasting(steps: DfeSteps, foundation: Foundation, day: date) -> Route:
    """s60B: the Secretary of State has notified it; a fact, never computed. Not for nurseries."""
    since = steps.coasting(day)
    notified = (
        f"The Secretary of State notified the school as coasting on {in_full(since)}."
        if since
        else "The Secretary of State has not notified the school as coasting."
    )
    nursery = (
        "Section 60B does not apply to nursery schools. Use another route."
        if foundation.nursery
        else "The school is not a nursery school."
    )
    return Route(
        "s60B",
        (
            Condition("not-coasting", "s60B(1)", since is not None, notified, settled=bool(since)),
            Condition("coasting-nursery", "s60B(2)", not foundation.nursery, nursery),
        ),
    )


def by_category(section: str, category: str | None) -> Route:
    """s61, s62: the category of concern that the latest publication gives; no notice, no window."""
    met = category in CATEGORIES[section]
    words = " or ".join(each.replace("-", " ") for each in CATEGORIES[section])
    message = (
        f"The school is in the category {(category or '').replace('-', ' ')}."
        if met
        else f"No inspection that is in force puts the school in the category {words}."
    )
    return Route(section, (Condition("not-in-category", section, met, message, settled=met),))
