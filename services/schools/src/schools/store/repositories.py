"""The repositories of this service's aggregates."""

from schools.domain.tiers import TierHistory
from schools.store.aggregates import Repository
from schools.store.tables import TierHistoryRow

TIERS = Repository("tier", TierHistoryRow, TierHistory)
