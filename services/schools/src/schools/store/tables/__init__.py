"""The tables of this service, by noun."""

from schools.store.tables.base import AggregateRow, Base, metadata
from schools.store.tables.cases import CaseRow, VisitRow
from schools.store.tables.facts import (
    ConcernReadingRow,
    ConcernRow,
    EmbargoRow,
    InspectionRow,
)
from schools.store.tables.programme import ResultsRow, StoryRow
from schools.store.tables.register import HistoryRow, ImportRow, LinkRow, SchoolRow
from schools.store.tables.statutory import InterventionRow, NoticeRow, PowerRow
from schools.store.tables.strategy import StrategyRow
from schools.store.tables.support import ProviderRow, SupportRow
from schools.store.tables.tiers import TierHistoryRow

__all__ = [
    "AggregateRow",
    "Base",
    "CaseRow",
    "ConcernReadingRow",
    "ConcernRow",
    "EmbargoRow",
    "HistoryRow",
    "ImportRow",
    "InspectionRow",
    "InterventionRow",
    "LinkRow",
    "NoticeRow",
    "PowerRow",
    "ProviderRow",
    "ResultsRow",
    "SchoolRow",
    "StoryRow",
    "StrategyRow",
    "SupportRow",
    "TierHistoryRow",
    "VisitRow",
    "metadata",
]
