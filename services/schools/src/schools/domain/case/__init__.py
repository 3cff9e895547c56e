"""The case of a school causing concern as an aggregate: it alone changes what is known of it."""

from schools.domain.case.case import Case
from schools.domain.case.following import REVIEW_TIMER
from schools.domain.case.surroundings import Surroundings

__all__ = ["REVIEW_TIMER", "Case", "Surroundings"]
