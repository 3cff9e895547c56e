"""The ledger of money and its balances, with what is held and paid today as its first rows."""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from applications.store.ledger_triggers import POSTGRESQL, SQLITE

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ACCOUNTS = {
    "decided": "earmarked",
    "released": "reserved",
    "offered": "reserved",
    "accepted": "committed",
}
SUMS = ("earmarked", "reserved", "committed", "paid", "recovered")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    ledger, balance = _tables()
    triggers = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for statement in triggers:
        op.execute(sa.text(statement))
    balances = [*_of_rounds(), *_of_applications()]
    movements = [*_held(), *_paid()]
    _leave_room(balances, movements)
    if balances:
        op.bulk_insert(balance, balances)
    if movements:
        op.bulk_insert(ledger, movements)


def downgrade() -> None:
    op.drop_table("ledger")
    op.drop_table("balance")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION ledger_books()")
        op.execute("DROP FUNCTION ledger_keeps()")


def _tables() -> tuple[sa.Table, sa.Table]:
    ledger = op.create_table(
        "ledger",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("application", sa.String(40), nullable=False),
        sa.Column("award", sa.String(40)),
        sa.Column("round", sa.String(64), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(10)),
        sa.Column("target", sa.String(10)),
        sa.Column("reference", sa.String(64)),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("event_id", sa.String()),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("pence > 0", name="ck_ledger_pence"),
        sa.CheckConstraint("source IS NOT NULL OR target IS NOT NULL", name="ck_ledger_moves"),
    )
    op.create_index("ix_ledger_application", "ledger", ["application", "number"])
    op.create_index("ix_ledger_round", "ledger", ["round", "number"])
    sums = [sa.Column(f"{each}_pence", sa.BigInteger(), nullable=False) for each in SUMS]
    balance = op.create_table(
        "balance",
        sa.Column("scope", sa.String(11), primary_key=True),
        sa.Column("code", sa.String(110), primary_key=True),
        sa.Column("round", sa.String(64), nullable=False),
        sa.Column("category", sa.String(40)),
        sa.Column("limit_pence", sa.BigInteger()),
        *sums,
        sa.CheckConstraint(
            " AND ".join(f"{each}_pence >= 0" for each in SUMS), name="ck_balance_not_negative"
        ),
        sa.CheckConstraint(
            "limit_pence IS NULL OR "
            "earmarked_pence + reserved_pence + committed_pence <= limit_pence",
            name="ck_balance_within_limit",
        ),
        sa.CheckConstraint(
            "paid_pence <= committed_pence", name="ck_balance_paid_within_committed"
        ),
    )
    op.create_index("ix_balance_round", "balance", ["round", "scope"])
    return ledger, balance


def _rows(statement: str) -> list[dict[str, Any]]:
    typed = sa.text(statement).columns(paid_on=sa.Date())
    return [dict(row) for row in op.get_bind().execute(typed).mappings()]


def _balance(scope: str, code: str, limit: int | None, round_: str, category: str | None) -> Any:
    row = {"scope": scope, "code": code, "limit_pence": limit, "round": round_}
    return row | {"category": category} | {f"{each}_pence": 0 for each in SUMS}


def _of_rounds() -> list[dict[str, Any]]:
    """The limits by each round's newest terms; a category that only older terms name has none."""
    facts = _rows("SELECT data FROM fact WHERE kind = 'opened' ORDER BY ce_time, event_id")
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for fact in facts:
        terms = fact["data"] if isinstance(fact["data"], dict) else json.loads(fact["data"])
        code = terms["round"]
        for key, row in found.items():
            if key[0] == "category" and row["round"] == code:
                row["limit_pence"] = None
        found["round", code] = _balance("round", code, terms["budget_pence"], code, None)
        for each in terms["categories"]:
            name = f"{code}/{each['category']}"
            limit = each.get("ceiling_pence")
            found["category", name] = _balance("category", name, limit, code, each["category"])
    return list(found.values())


def _of_applications() -> list[dict[str, Any]]:
    found = _rows(
        "SELECT a.application, a.round, a.category, a.form, g.awarded_pence FROM application a "
        "LEFT JOIN award g ON g.application = a.application"
    )
    rows = []
    for each in found:
        form = each["form"] if isinstance(each["form"], dict) else json.loads(each["form"])
        limit = form["requested_pence"] if each["awarded_pence"] is None else each["awarded_pence"]
        own = each["application"], limit, each["round"], each["category"]
        rows.append(_balance("application", *own))
    return rows


def _held() -> list[dict[str, Any]]:
    found = _rows(
        "SELECT a.application, a.round, a.category, a.state, a.held_pence, g.award "
        "FROM application a LEFT JOIN award g ON g.application = a.application "
        "WHERE a.held_pence > 0 ORDER BY a.application"
    )
    now = datetime.now(UTC)
    return [
        _movement(each, "adjust", each["held_pence"], ACCOUNTS[each["state"]], "opening", now)
        for each in found
    ]


def _paid() -> list[dict[str, Any]]:
    found = _rows(
        "SELECT p.payment_reference, p.award, p.amount_pence, p.paid_on, g.application, "
        "a.round, a.category FROM payment p JOIN award g ON g.award = p.award "
        "JOIN application a ON a.application = g.application "
        "WHERE p.state = 'recorded' ORDER BY p.told_at, p.payment_reference"
    )
    now = datetime.now(UTC)
    return [
        _movement(each, "pay", each["amount_pence"], "paid", each["payment_reference"], now)
        | {"dated": each["paid_on"]}
        for each in found
    ]


def _movement(
    row: dict[str, Any], kind: str, pence: int, target: str, reference: str, now: datetime
) -> dict[str, Any]:
    return {
        "application": row["application"],
        "award": row["award"],
        "round": row["round"],
        "category": row["category"],
        "kind": kind,
        "pence": pence,
        "source": None,
        "target": target,
        "reference": reference,
        "dated": now.date(),
        "event_id": None,
        "booked_at": now,
    }


def _leave_room(balances: list[dict[str, Any]], movements: list[dict[str, Any]]) -> None:
    """A limit below what stands today would refuse the upgrade: it is what stands instead."""
    held: dict[tuple[str, str], int] = {}
    for each in movements:
        if each["target"] != "paid":
            codes = each["round"], f"{each['round']}/{each['category']}", each["application"]
            for key in zip(("round", "category", "application"), codes, strict=True):
                held[key] = held.get(key, 0) + each["pence"]
    for row in balances:
        stands = held.get((row["scope"], row["code"]), 0)
        if row["limit_pence"] is not None:
            row["limit_pence"] = max(row["limit_pence"], stands)
