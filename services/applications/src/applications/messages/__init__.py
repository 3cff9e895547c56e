"""Events in: our own models of them, with just the fields that we read."""

from applications.messages.casework import (
    ConditionFinding,
    DecisionRecord,
    InterestDeclaration,
    MilestoneAssessment,
    PanelAppointment,
    ReleaseRecord,
    ReviewRecord,
    RoundAnnouncement,
    RoundClosing,
)
from applications.messages.finance import PaymentFailure, PaymentMade
from applications.messages.forms import (
    ApplicationForm,
    MilestoneEvidence,
    OfferAnswer,
    Withdrawal,
)
from applications.messages.schools import SchoolState
from applications.messages.timers import MilestoneDue, OfferLapse

__all__ = [
    "ApplicationForm",
    "ConditionFinding",
    "DecisionRecord",
    "InterestDeclaration",
    "MilestoneAssessment",
    "MilestoneDue",
    "MilestoneEvidence",
    "OfferAnswer",
    "OfferLapse",
    "PanelAppointment",
    "PaymentFailure",
    "PaymentMade",
    "ReleaseRecord",
    "ReviewRecord",
    "RoundAnnouncement",
    "RoundClosing",
    "SchoolState",
    "Withdrawal",
]
