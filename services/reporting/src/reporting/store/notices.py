"""Read models of the statutory steps: warning notices, powers used, steps of the DfE."""

from datetime import date

from sqlalchemy import JSON, Index
from sqlmodel import Field

from reporting.store.base import Base


class NoticeRow(Base, table=True):
    """A warning notice's copy."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_urn", "urn"),)

    notice: str = Field(primary_key=True)
    version: int
    urn: str
    name: str | None = None
    la_code: str
    route: str
    ground: str
    issued_on: date | None = None
    compliance_ends: date
    window_ends: date | None = None
    powers: list[str] = Field(default=[], sa_type=JSON)
    state: str = "issued"
    eligible_for_intervention: bool = False
    ended_because: str | None = None


class PowerRow(Base, table=True):
    """A power that the authority used."""

    __tablename__ = "power_used"

    urn: str = Field(primary_key=True)
    power: str = Field(primary_key=True)
    used_on: date = Field(primary_key=True, alias="on")
    version: int
    notice: str | None = None
    until: date | None = None
    name: str | None = None
    la_code: str | None = None


class InterventionRow(Base, table=True):
    """A step that the Department for Education told."""

    __tablename__ = "intervention"

    urn: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    told_on: date = Field(primary_key=True, alias="on")
    version: int
    name: str | None = None
    la_code: str | None = None
