"""The tier of a school: what an officer decided, from when on, and what the rules propose."""

from schools.domain.tiers.decision import TierDecision
from schools.domain.tiers.history import REVIEW_TIMER, Period, TierHistory

__all__ = ["REVIEW_TIMER", "Period", "TierDecision", "TierHistory"]
