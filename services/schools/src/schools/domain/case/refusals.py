"""What can never be recorded about a case, and what is recorded with a warning."""

from collections.abc import Iterable

from chassis.domain import Reason, in_full, london_date
from schools.domain.case.commands import Opening, Review
from schools.domain.codes import CLOSED
from schools.domain.school_facts import SchoolFacts


def opening_refusals(opening: Opening, school: SchoolFacts) -> list[Reason]:
    """A case is opened for a school that is open on that day, with a review to come [default]."""
    day, found = london_date(opening.opened_at), []
    if school.status_code == CLOSED and (school.close_date is None or school.close_date < day):
        since = f" on {in_full(school.close_date)}" if school.close_date else ""
        message = (
            f"{school.name} (URN {school.urn}) closed{since}, before case {opening.case} was "
            "opened. Open the case for its successor, if it has one."
        )
        found.append(Reason("school-closed", message))
    if opening.review_due < day:
        message = (
            f"The first review of case {opening.case} is due on {in_full(opening.review_due)}, "
            "before the case was opened. Send a review date on or after that day."
        )
        found.append(Reason("review-date", message))
    return found


def review_refusals(review: Review) -> list[Reason]:
    """The next review is after this one [default]."""
    if review.next_review > review.held_on:
        return []
    message = (
        f"The review of case {review.case} on {in_full(review.held_on)} sets the next one for "
        f"{in_full(review.next_review)}. Send a later date for the next review."
    )
    return [Reason("review-date", message)]


def other_open_cases(urn: str, others: Iterable[str]) -> list[Reason]:
    """Warns of cases that are open for the same school."""
    return [
        Reason("another-open-case", f"Case {each} is open for the same school (URN {urn}).")
        for each in sorted(others)
    ]


def set_aside(case: str, actions: Iterable[str]) -> Reason:
    """Warns that a closing does not hold, because a plan recorded before it arrived later."""
    message = (
        f"Case {case} is open again: when it was closed, these actions were open: "
        f"{', '.join(actions)}. Record them as done or dropped in a plan dated before the closing."
    )
    return Reason("closing-set-aside", message)
