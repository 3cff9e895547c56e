"""The repositories of this service's aggregates."""

from schools.domain.support import Provider, Support
from schools.domain.tiers import TierHistory
from schools.store.aggregates import Repository
from schools.store.tables import ProviderRow, SupportRow, TierHistoryRow

TIERS = Repository("tier", TierHistoryRow, TierHistory)
PROVIDERS = Repository("provider", ProviderRow, Provider)
SUPPORTS = Repository("support", SupportRow, Support)
