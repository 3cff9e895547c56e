"""The store: the ledger of money, and the balances that the database keeps from it.

The triggers are the database's own: no code path can edit a row, or book beyond a limit.
"""

from datetime import date, datetime

from sqlalchemy import DDL, BigInteger, CheckConstraint, Column, Index, Integer, event
from sqlmodel import Field

from applications.store.ledger_triggers import POSTGRESQL, SQLITE
from applications.store.tables.base import Base
from chassis.storage import Pence, UtcDateTime

NOT_NEGATIVE = (
    "earmarked_pence >= 0 AND reserved_pence >= 0 AND committed_pence >= 0 "
    "AND paid_pence >= 0 AND recovered_pence >= 0"
)
WITHIN_LIMIT = (
    "limit_pence IS NULL OR earmarked_pence + reserved_pence + committed_pence <= limit_pence"
)


class LedgerRow(Base, table=True):
    """One movement of money, never edited: its kind, its pence, from where and into what.

    Null as source or target is the outside: the round's free money, or the bank.
    """

    __tablename__ = "ledger"
    __table_args__ = (
        CheckConstraint("pence > 0", name="ck_ledger_pence"),
        CheckConstraint("source IS NOT NULL OR target IS NOT NULL", name="ck_ledger_moves"),
        Index("ix_ledger_application", "application", "number"),
        Index("ix_ledger_round", "round", "number"),
    )

    number: int | None = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    )
    application: str = Field(max_length=40)
    award: str | None = Field(default=None, max_length=40)
    round: str = Field(max_length=64)
    category: str = Field(max_length=40)
    kind: str = Field(max_length=10)
    pence: int = Field(sa_type=Pence)
    source: str | None = Field(default=None, max_length=10)
    target: str | None = Field(default=None, max_length=10)
    reference: str | None = Field(default=None, max_length=64)
    dated: date
    event_id: str | None = None
    booked_at: datetime = Field(sa_type=UtcDateTime)


class BalanceRow(Base, table=True):
    """What the ledger's rows of a round, a category or an application add up to, by the triggers.

    `code` is the round, round/category, or the application. A null limit is none.
    """

    __tablename__ = "balance"
    __table_args__ = (
        CheckConstraint(NOT_NEGATIVE, name="ck_balance_not_negative"),
        CheckConstraint(WITHIN_LIMIT, name="ck_balance_within_limit"),
        CheckConstraint("paid_pence <= committed_pence", name="ck_balance_paid_within_committed"),
        Index("ix_balance_round", "round", "scope"),
    )

    scope: str = Field(primary_key=True, max_length=11)  # round, category or application
    code: str = Field(primary_key=True, max_length=110)
    round: str = Field(max_length=64)
    category: str | None = Field(default=None, max_length=40)
    limit_pence: int | None = Field(default=None, sa_type=Pence)
    earmarked_pence: int = Field(default=0, sa_type=Pence)
    reserved_pence: int = Field(default=0, sa_type=Pence)
    committed_pence: int = Field(default=0, sa_type=Pence)
    paid_pence: int = Field(default=0, sa_type=Pence)
    recovered_pence: int = Field(default=0, sa_type=Pence)


_ledger = Base.metadata.tables["ledger"]
for dialect, statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
    for statement in statements:
        made = DDL(statement)  # type: ignore[no-untyped-call]
        event.listen(_ledger, "after_create", made.execute_if(dialect=dialect))
