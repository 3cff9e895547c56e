"""The tables of statutory steps: warning notices, powers used, steps of the department."""

from sqlmodel import Field

from schools.store.tables.base import AggregateRow


class NoticeRow(AggregateRow, table=True):
    """A warning notice; `state` is where it stands, `incomplete` while copies are missing."""

    __tablename__ = "notice"

    notice: str = Field(primary_key=True, max_length=64)
    urn: str = Field(max_length=6, index=True)
    la_code: str = Field(max_length=3)
    state: str = Field(max_length=16)


class PowerRow(AggregateRow, table=True):
    """A power that the authority used; its reference is urn/power/date."""

    __tablename__ = "power"

    reference: str = Field(primary_key=True, max_length=24)
    urn: str = Field(max_length=6, index=True)
    la_code: str = Field(max_length=3)


class InterventionRow(AggregateRow, table=True):
    """A step of the Department for Education; its reference is urn/kind/date."""

    __tablename__ = "intervention"

    reference: str = Field(primary_key=True, max_length=64)
    urn: str = Field(max_length=6, index=True)
    la_code: str = Field(max_length=3)
