"""The store: this service's tables, and nothing else that knows them as tables."""

from applications.store.applications import ApplicationRow, NumberRow
from applications.store.awards import (
    AssessmentRow,
    AwardRow,
    EvidenceRow,
    MilestoneRow,
    PaymentRow,
)
from applications.store.base import Base
from applications.store.decisions import ConditionMetRow, DecisionRow, InterestRow, ReviewRow
from applications.store.facts import FactRow, SchoolRow

metadata = Base.metadata

__all__ = [
    "ApplicationRow",
    "AssessmentRow",
    "AwardRow",
    "ConditionMetRow",
    "DecisionRow",
    "EvidenceRow",
    "FactRow",
    "InterestRow",
    "MilestoneRow",
    "NumberRow",
    "PaymentRow",
    "ReviewRow",
    "SchoolRow",
    "metadata",
]
