"""What an inspection means for a school's officers: does its support need a review, and why."""

from collections.abc import Mapping
from typing import Any

Facts = Mapping[str, Any]

NEEDS_WORK = {"Needs attention", "Urgent improvement"}  # the report cards' two lowest grades
BELOW_EXPECTED = NEEDS_WORK | {"Inadequate", "Requires improvement"}
UNSAFE = {"Not met", "Not effective"}


def needs_review(facts: Facts) -> bool:
    """Whether the outcome may change how much support the school needs."""
    grades = {facts.get("overall"), *facts["judgements"].values()}
    return (
        has_category(facts) or facts.get("safeguarding") in UNSAFE or bool(grades & BELOW_EXPECTED)
    )


def has_category(facts: Facts) -> bool:
    """Whether it put the school into a category of concern, or left it there; "none" is none."""
    return facts.get("category_of_concern") not in {None, "none"}


def headline(facts: Facts) -> str:
    """The most important finding in a few words, for a subject line."""
    if has_category(facts):
        return str(facts["category_of_concern"]).replace("-", " ")
    if facts.get("safeguarding") in UNSAFE:
        return f"safeguarding {facts['safeguarding'].lower()}"
    if facts.get("overall") in BELOW_EXPECTED:
        return f"overall {facts['overall'].lower()}"
    return _areas([each for each in facts["judgements"].values() if each in BELOW_EXPECTED])


def _areas(grades: list[str]) -> str:
    if set(grades) <= NEEDS_WORK:
        return (
            "1 area needs attention" if len(grades) == 1 else f"{len(grades)} areas need attention"
        )
    return "1 area below good" if len(grades) == 1 else f"{len(grades)} areas below good"
