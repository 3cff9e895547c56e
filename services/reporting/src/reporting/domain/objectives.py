"""The measures of the three key objectives: what each counts, and its figure.

Source: domain.md, Reports. A rate has no figure where nothing is counted below the line.
"""

from dataclasses import dataclass
from typing import Any, Literal

LEADERSHIP, TEACHING, COMMUNITY = (
    "leadership-capacity",
    "teaching-and-learning",
    "community-engagement",
)
OBJECTIVES = (LEADERSHIP, TEACHING, COMMUNITY)


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure counts. `beside` names the second figure: of a rate, what it is a part of."""

    objective: str
    code: str
    title: str
    meaning: str
    beside: str = ""
    kind: Literal["rate", "count"] = "rate"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's figure; without `value` no event that it counts has been recorded."""

    value: float | None
    beside: float | None = None


NOT_RECORDED = Figure(None)

MEASURES = (
    Measure(
        LEADERSHIP,
        "days-delivered",
        "Days of support delivered",
        "Days delivered of support with this key objective. Beside them the days arranged of the "
        "support that begins in the period.",
        "days arranged",
        "count",
    ),
    Measure(
        LEADERSHIP,
        "delivery-rate",
        "Support delivered as arranged",
        "Of support with this key objective that ended in the period: days delivered, at most as "
        "many as were arranged, of days arranged.",
        "days arranged",
    ),
    Measure(
        LEADERSHIP,
        "rated-4-or-5",
        "Support rated 4 or 5 by the school",
        "Of support with this key objective that its school rated in the period, by its last "
        "rating.",
        "supports rated",
    ),
    Measure(
        LEADERSHIP,
        "schools-giving-support",
        "Schools that gave support",
        "Open schools whose support for another school was delivered in the period, of all open "
        "schools.",
        "open schools",
    ),
    Measure(
        TEACHING,
        "hub-schools",
        "Schools reached by learning hubs",
        "Different schools that learning hubs reported for a period that ended in this one, "
        "without the lead schools. Beside them the staff in these reports.",
        "staff",
        "count",
    ),
    Measure(
        TEACHING,
        "case-objectives-green",
        "Objectives of cases that are green",
        "Of objectives with this key objective that are due in the period, in the plan that holds.",
        "objectives",
    ),
    Measure(
        TEACHING,
        "coaching-completed",
        "Coaching and mentoring completed",
        "Coaching and mentoring that ended in the period with at least the days arranged, of all "
        "that ended and was not cancelled.",
        "that ended",
    ),
    Measure(
        TEACHING,
        "research-presented",
        "Research presented on time",
        "Research projects whose findings were presented by their date, of those due in the "
        "period. A project whose award ended early is not counted.",
        "due",
    ),
    Measure(
        TEACHING,
        "schools-at-own-best",
        "Schools at or above their own best",
        "Schools whose newest final results, published in the period, are at least as good as "
        "their own best of earlier years in a headline measure, of those with earlier results.",
        "schools with earlier results",
    ),
    Measure(
        COMMUNITY,
        "findings-presented",
        "Findings presented in public",
        "Findings of research that were presented at an event open to the public. Beside them the "
        "audience, where it was counted.",
        "people in the audience",
        "count",
    ),
    Measure(
        COMMUNITY,
        "schools-in-stories",
        "Schools in stories",
        "Schools in stories published in the period and not withdrawn. Beside them the stories.",
        "stories",
        "count",
    ),
    Measure(
        COMMUNITY,
        "schools-in-grants",
        "Schools in grants",
        "Lead schools and partners of the awards made in the period. Partners that refused, left "
        "or closed are not counted. Beside them the awards.",
        "awards",
        "count",
    ),
    Measure(
        COMMUNITY,
        "grants-in-register",
        "Grants in the public register",
        "Awards that the public register of grants shows.",
        kind="count",
    ),
    Measure(
        COMMUNITY,
        "parent-view",
        "Schools at or above their own best in Parent View",
        "As for results, from what Parent View publishes.",
        "schools with earlier results",
    ),
    Measure(
        COMMUNITY,
        "first-preferences",
        "Schools at or above their own best in first preferences",
        "As for results, from what admissions publish.",
        "schools with earlier results",
    ),
)


def told(measure: Measure, figure: Figure) -> dict[str, Any]:
    """The measure with its figure as a report shows it."""
    return {
        "objective": measure.objective,
        "code": measure.code,
        "title": measure.title,
        "kind": measure.kind,
        "recorded": figure.value is not None,
        "value": figure.value,
        "beside": figure.beside,
        "beside_is": measure.beside,
        "percent": _percent(figure) if measure.kind == "rate" else None,
        "meaning": measure.meaning,
    }


def _percent(figure: Figure) -> float | None:
    """To one decimal; none where there is nothing below the line."""
    if figure.value is None or not figure.beside:
        return None
    return round(100 * figure.value / figure.beside, 1)
