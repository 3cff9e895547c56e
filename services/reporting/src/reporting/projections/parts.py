"""The rows of a whole's parts, from the event that tells the whole.

A part holds while its version is that of the whole: one that the newest event no longer tells has
an older version. So the rows are the same for any order of the events.
"""

from dataclasses import asdict
from datetime import datetime

from typing_extensions import TypedDict

from reporting.domain.changes import Row, Seen
from reporting.domain.suppression import is_small
from reporting.domain.whole import Award, Case, HubReport, Results, Story, Support

GROUPS = ("teachers", "leaders", "other_staff", "governors")


# A TypedDict, because a field of a dataclass cannot be called "from".
Period = TypedDict("Period", {"from": datetime, "tier": str, "reason": str})


class Tiers(TypedDict):
    """A school's tiers: every period, the oldest first."""

    urn: str
    history: list[Period]


def tier_periods(stated: Tiers, seen: Seen) -> list[Row]:
    """Each period with the tier before it."""
    periods = stated["history"]
    before = [None, *(each["tier"] for each in periods)]
    return [
        {
            "urn": stated["urn"],
            "begins": each["from"],
            "version": seen.version,
            "tier": each["tier"],
            "from_tier": tier_before,
            "reason": each["reason"],
        }
        for each, tier_before in zip(periods, before, strict=False)
    ]


def case_objectives(stated: Case, seen: Seen) -> list[Row]:
    """The objectives of the plan."""
    kept = ("code", "key_objective", "rag", "due")
    return [
        {
            "case": stated.case,
            "version": seen.version,
            **{name: getattr(each, name) for name in kept},
        }
        for each in stated.objectives
    ]


def case_priorities(stated: Case, seen: Seen) -> list[Row]:
    """The priorities that the case names, or an objective of it."""
    named = {*stated.priorities, *(each.priority for each in stated.objectives if each.priority)}
    return [
        {"case": stated.case, "priority": each, "version": seen.version} for each in sorted(named)
    ]


def support_deliveries(stated: Support, seen: Seen) -> list[Row]:
    """What was delivered, with attendances by group."""
    return [
        {
            "support": stated.support,
            "delivery": each.delivery,
            "version": seen.version,
            "delivered_on": each.delivered_on,
            "days": each.days,
            **{group: each.headcount.get(group, 0) for group in GROUPS},
        }
        for each in stated.deliveries
    ]


def support_evaluations(stated: Support, seen: Seen) -> list[Row]:
    """How the school and the adviser rated it."""
    return [
        {"support": stated.support, "version": seen.version, **asdict(each)}
        for each in stated.evaluations
    ]


def support_priorities(stated: Support, seen: Seen) -> list[Row]:
    """The priorities that it serves."""
    return [
        {"support": stated.support, "priority": each, "version": seen.version}
        for each in stated.priorities
    ]


def story_schools(stated: Story, seen: Seen) -> list[Row]:
    """The schools that the story tells of."""
    return [{"story": stated.story, "urn": each, "version": seen.version} for each in stated.urns]


def award_schools(stated: Award, seen: Seen) -> list[Row]:
    """The lead, then the partners."""
    shares = {each.urn: (False, each.share_pence) for each in stated.partners}
    shares[stated.lead_school] = (True, stated.lead_share_pence)
    return [
        {
            "award": stated.award,
            "urn": urn,
            "version": seen.version,
            "leads": leads,
            "share_pence": share,
        }
        for urn, (leads, share) in shares.items()
    ]


def hub_schools(stated: HubReport, seen: Seen) -> list[Row]:
    """Each school that the report names."""
    key = {"award": stated.award, "report": stated.report}
    return [{**key, "urn": urn, "version": seen.version} for urn in sorted(set(stated.schools))]


def measures(stated: Results, seen: Seen) -> list[Row]:
    """Each measure; of a small cohort only that it is suppressed."""
    key = {name: getattr(stated, name) for name in ("urn", "academic_year", "stage")}
    rows = []
    for each in stated.measures:
        hidden = each.suppressed or is_small(each.cohort) or each.value is None
        figures = {
            name: None if hidden else getattr(each, name) for name in ("value", "disadvantaged")
        }
        about = {
            name: getattr(each, name)
            for name in ("code", "title", "unit", "better", "headline", "national")
        }
        rows.append({**key, "version": seen.version, **about, **figures, "suppressed": hidden})
    return rows
