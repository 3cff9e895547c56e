"""The tables of the programme of support."""

from sqlmodel import Field

from schools.store.tables.base import AggregateRow


class ProviderRow(AggregateRow, table=True):
    """A provider with its offers and bookings."""

    __tablename__ = "provider"

    provider: str = Field(primary_key=True, max_length=64)


class SupportRow(AggregateRow, table=True):
    """A support with its facts; `la_code` is the school's authority."""

    __tablename__ = "support"

    support: str = Field(primary_key=True, max_length=64)
    urn: str = Field(max_length=6, index=True)
    la_code: str = Field(max_length=3)
