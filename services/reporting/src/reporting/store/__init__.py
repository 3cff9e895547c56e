"""The tables: the journal, the published reports, and the read models made from the journal."""

from sqlalchemy import Table

from reporting.store.base import Base
from reporting.store.cases import (
    CaseObjectiveRow,
    CasePriorityRow,
    CaseRow,
    VisitNoteRow,
    VisitRow,
)
from reporting.store.funding import (
    ApplicationRow,
    AwardRow,
    AwardSchoolRow,
    ConsentRow,
    PaymentRow,
    RoundRow,
    StandingRow,
    StepRow,
)
from reporting.store.journal import JournalRow, PublishedRow
from reporting.store.notices import InterventionRow, NoticeRow, PowerRow
from reporting.store.outcomes import DeliveryRow, RejectionRow
from reporting.store.presented import FindingsRow, HubReportRow, HubSchoolRow
from reporting.store.register import ImportRow, SchoolChangeRow, SchoolRow
from reporting.store.signals import ConcernRow, InspectionRow, MeasureRow, ResultsRow
from reporting.store.strategy import StoryRow, StorySchoolRow, StrategyRow
from reporting.store.support import (
    DeliveryOfSupportRow,
    EvaluationRow,
    ProviderRow,
    SupportPriorityRow,
    SupportRow,
)
from reporting.store.tiers import ProposalRow, TierPeriodRow, TierRow
from reporting.store.year_end import (
    AwardTermRow,
    MilestoneAcceptedRow,
    PaymentMadeRow,
    PaymentReversedRow,
    RecoveryRow,
    TermMilestoneRow,
)

metadata = Base.metadata
JOURNAL: Table = metadata.tables["journal"]
PUBLISHED: Table = metadata.tables["published_report"]
READ_MODELS: dict[str, Table] = {
    name: table
    for name, table in sorted(metadata.tables.items())
    if table is not JOURNAL and table is not PUBLISHED
}

__all__ = [
    "JOURNAL",
    "PUBLISHED",
    "READ_MODELS",
    "ApplicationRow",
    "AwardRow",
    "AwardSchoolRow",
    "AwardTermRow",
    "CaseObjectiveRow",
    "CasePriorityRow",
    "CaseRow",
    "ConcernRow",
    "ConsentRow",
    "DeliveryOfSupportRow",
    "DeliveryRow",
    "EvaluationRow",
    "FindingsRow",
    "HubReportRow",
    "HubSchoolRow",
    "ImportRow",
    "InspectionRow",
    "InterventionRow",
    "JournalRow",
    "MeasureRow",
    "MilestoneAcceptedRow",
    "NoticeRow",
    "PaymentMadeRow",
    "PaymentReversedRow",
    "PaymentRow",
    "PowerRow",
    "ProposalRow",
    "ProviderRow",
    "PublishedRow",
    "RecoveryRow",
    "RejectionRow",
    "ResultsRow",
    "RoundRow",
    "SchoolChangeRow",
    "SchoolRow",
    "StandingRow",
    "StepRow",
    "StoryRow",
    "StorySchoolRow",
    "StrategyRow",
    "SupportPriorityRow",
    "SupportRow",
    "TermMilestoneRow",
    "TierPeriodRow",
    "TierRow",
    "VisitNoteRow",
    "VisitRow",
    "metadata",
]
