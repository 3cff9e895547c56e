"""Mails that an earlier release queued: under today's names, with what today's templates read."""

from collections.abc import Callable, Mapping
from typing import Any

Facts = Mapping[str, Any]
Message = tuple[str, Facts]


def as_of_today(template: str, facts: Facts, schools: Mapping[str, str]) -> Message:
    """The template's name and the facts; those of this release come back as they are."""
    change = _CHANGES.get(template)
    return change(facts, schools) if change else (template, facts)


def _milestone_overdue(facts: Facts, _schools: Mapping[str, str]) -> Message:
    return "milestone-reminder", facts


def _offer(facts: Facts, _schools: Mapping[str, str]) -> Message:
    """The decision had a mail of its own, with the reasons and conditions."""
    return "offer-to-answer", {"reasons": "", "conditions": [], "milestones": [], **facts}


def _inspection(facts: Facts, schools: Mapping[str, str]) -> Message:
    """It had no name of the school, and went out for inspections that ask for a review alone."""
    if "name" in facts:
        return "inspection-published", facts
    urn = facts["urn"]
    return "inspection-to-review", {"name": schools.get(urn, f"School {urn}"), **facts}


def _rejection(facts: Facts, _schools: Mapping[str, str]) -> Message:
    """Each rejected event had a mail; today they come in groups."""
    return ("event-rejected" if "about" in facts else "one-event-rejected"), facts


_CHANGES: dict[str, Callable[[Facts, Mapping[str, str]], Message]] = {
    "milestone-overdue-officers": _milestone_overdue,
    "offer-to-answer": _offer,
    "inspection-published": _inspection,
    "event-rejected": _rejection,
}
