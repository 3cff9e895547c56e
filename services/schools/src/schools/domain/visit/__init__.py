"""The visit of an adviser as an aggregate: it alone changes what is known of it."""

from schools.domain.visit.visit import PUBLICATION_TIMER, Visit

__all__ = ["PUBLICATION_TIMER", "Visit"]
