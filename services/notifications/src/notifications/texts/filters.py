"""The filters that templates use."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from notifications.domain.inspections import headline
from notifications.texts import formatting, statutory_words


@pass_context
def school(context: Context, urn: str) -> str:
    """The school's name and URN."""
    name = context["schools"].get(urn)
    return f"{name} (URN {urn})" if name else f"URN {urn}"


@pass_context
def name(context: Context, urn: str) -> str:
    """The school's name alone, for a subject."""
    return str(context["schools"].get(urn) or f"school {urn}")


@pass_context
def share_line(context: Context, partner: Mapping[str, Any]) -> str:
    """A partner school with its share of the award, where it has one."""
    share = partner["share_pence"]
    return school(context, partner["urn"]) + (f": {formatting.pounds(share)}" if share else "")


FILTERS: dict[str, Callable[..., Any]] = {
    "answer": formatting.answer,
    "bullet": formatting.bullet,
    "condition": formatting.condition,
    "day": formatting.day,
    "days": formatting.days,
    "dfe_step": statutory_words.dfe_step,
    "headline": headline,
    "instant": formatting.instant,
    "milestone": formatting.milestone,
    "was_returned": formatting.was_returned,
    "milestone_line": formatting.milestone_line,
    "name": name,
    "pounds": formatting.pounds,
    "power": statutory_words.power,
    "rejected_event": formatting.rejected_event,
    "school": school,
    "section": statutory_words.section,
    "share_line": share_line,
    "tier_rule": formatting.tier_rule,
    "words": formatting.words,
    "wrapped": formatting.wrapped,
}
