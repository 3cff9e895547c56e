"""As of when the figures of a year end are."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chassis.domain import day_begins, london_date
from reporting.domain.years import Year


@dataclass(frozen=True, slots=True)
class Cut:
    """What happened before the instant, or up to the day, counts; what is due after `last` not yet.

    `is_over` says whether the year is: until then the figures are as of now.
    """

    before: datetime
    up_to: date
    last: date
    is_over: bool


def cut_of(year: Year, as_of: datetime) -> Cut:
    """The end of the year, or now where it is not over."""
    ends = day_begins(year.last + timedelta(days=1))
    today = london_date(as_of)
    return Cut(min(ends, as_of), min(year.last, today), year.last, as_of >= ends)
