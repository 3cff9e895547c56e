"""The tables of cases and of visits, each kept whole."""

from datetime import date

from sqlmodel import Field

from schools.store.tables.base import AggregateRow


class CaseRow(AggregateRow, table=True):
    """A case of a school causing concern."""

    __tablename__ = "school_case"

    reference: str = Field(primary_key=True, max_length=64)
    urn: str = Field(max_length=6, index=True)
    state: str = Field(max_length=10)


class VisitRow(AggregateRow, table=True):
    """An adviser's visit, its notes and the school's answers."""

    __tablename__ = "school_visit"

    reference: str = Field(primary_key=True, max_length=64)
    urn: str = Field(max_length=6, index=True)
    visited_on: date
