"""The tier of a school: what an officer decided, from when on, and what the rules propose."""

from schools.domain.tiers.decision import TierDecision
from schools.domain.tiers.history import CHANGE_TIMER, REVIEW_TIMER, Period, TierHistory
from schools.domain.tiers.signals import ConcernSignal, InspectionSignal, Signals

__all__ = [
    "CHANGE_TIMER",
    "REVIEW_TIMER",
    "ConcernSignal",
    "InspectionSignal",
    "Period",
    "Signals",
    "TierDecision",
    "TierHistory",
]
