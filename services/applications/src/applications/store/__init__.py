"""The store: this service's tables, and nothing else that knows them as tables."""

from applications.store.tables.applications import ApplicationRow, NumberRow, WaiverRow
from applications.store.tables.awards import (
    AssessmentRow,
    AwardFactRow,
    AwardRow,
    EvidenceRow,
    MilestoneRow,
    PaymentRow,
    RecoveryRow,
)
from applications.store.tables.base import Base
from applications.store.tables.decisions import (
    AppealRow,
    AssignmentRow,
    ConditionMetRow,
    DecisionRow,
    InterestRow,
    ModerationRow,
    ReviewRow,
)
from applications.store.tables.facts import FactRow, SchoolRow
from applications.store.tables.ledger import BalanceRow, LedgerRow
from applications.store.tables.meetings import MeetingItemRow, MeetingRow
from applications.store.tables.schools import NovationRow, PartnerAnswerRow, PartyRow

metadata = Base.metadata

__all__ = [
    "AppealRow",
    "ApplicationRow",
    "AssessmentRow",
    "AssignmentRow",
    "AwardFactRow",
    "AwardRow",
    "BalanceRow",
    "ConditionMetRow",
    "DecisionRow",
    "EvidenceRow",
    "FactRow",
    "InterestRow",
    "LedgerRow",
    "MeetingItemRow",
    "MeetingRow",
    "MilestoneRow",
    "ModerationRow",
    "NovationRow",
    "NumberRow",
    "PartnerAnswerRow",
    "PartyRow",
    "PaymentRow",
    "RecoveryRow",
    "ReviewRow",
    "SchoolRow",
    "WaiverRow",
    "metadata",
]
