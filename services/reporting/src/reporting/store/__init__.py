"""The tables: the journal, the published reports, and the read models made from the journal."""

from sqlalchemy import Table

from reporting.store.base import Base
from reporting.store.funding import ApplicationRow, AwardRow, PaymentRow, RoundRow, StepRow
from reporting.store.journal import JournalRow, PublishedRow
from reporting.store.outcomes import DeliveryRow, RejectionRow
from reporting.store.register import ImportRow, SchoolChangeRow, SchoolRow
from reporting.store.tiers import TierRow

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
    "DeliveryRow",
    "ImportRow",
    "JournalRow",
    "PaymentRow",
    "PublishedRow",
    "RejectionRow",
    "RoundRow",
    "SchoolChangeRow",
    "SchoolRow",
    "StepRow",
    "TierRow",
    "metadata",
]
