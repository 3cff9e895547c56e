"""The repositories of this service's aggregates."""

from schools.domain.case import Case
from schools.domain.intervention import Intervention
from schools.domain.notice import Notice
from schools.domain.power import Power
from schools.domain.strategy import Strategy
from schools.domain.support import Provider, Support
from schools.domain.tiers import TierHistory
from schools.domain.visit import Visit
from schools.store.aggregates import Repository
from schools.store.tables import (
    CaseRow,
    InterventionRow,
    NoticeRow,
    PowerRow,
    ProviderRow,
    StrategyRow,
    SupportRow,
    TierHistoryRow,
    VisitRow,
)

CASES = Repository("case", CaseRow, Case)
TIERS = Repository("tier", TierHistoryRow, TierHistory)
PROVIDERS = Repository("provider", ProviderRow, Provider)
SUPPORTS = Repository("support", SupportRow, Support)
NOTICES = Repository("notice", NoticeRow, Notice)
POWERS = Repository("power", PowerRow, Power)
INTERVENTIONS = Repository("intervention", InterventionRow, Intervention)
VISITS = Repository("visit", VisitRow, Visit)
STRATEGIES = Repository("strategy", StrategyRow, Strategy)
