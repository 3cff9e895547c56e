"""Schools that close or convert: what is on hold or suspended, novations, partners' own answers."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _new_tables()
    with op.batch_alter_table("school") as batch_op:
        batch_op.add_column(sa.Column("successors", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("told_at", INSTANT, nullable=True))
    with op.batch_alter_table("application") as batch_op:
        batch_op.add_column(sa.Column("partners", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("held_from", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("held_since", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("held_for", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("closed_partners", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("end_reason", sa.Text(), nullable=True))
    with op.batch_alter_table("award") as batch_op:
        batch_op.add_column(sa.Column("lead_school", sa.String(length=6), nullable=True))
        batch_op.add_column(sa.Column("suspended_since", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("suspended_for", sa.JSON(), nullable=True))
    with op.batch_alter_table("payment") as batch_op:
        batch_op.add_column(sa.Column("payee", sa.String(length=6), nullable=True))
    _fill()
    with op.batch_alter_table("application") as batch_op:
        for name in ("partners", "held_for", "closed_partners"):
            batch_op.alter_column(name, existing_type=sa.JSON(), nullable=False)
    with op.batch_alter_table("award") as batch_op:
        batch_op.alter_column("lead_school", existing_type=sa.String(length=6), nullable=False)
        batch_op.alter_column("suspended_for", existing_type=sa.JSON(), nullable=False)


def _new_tables() -> None:
    op.create_table(
        "party",
        sa.Column("application", sa.String(length=40), primary_key=True),
        sa.Column("urn", sa.String(length=6), primary_key=True),
    )
    op.create_index("ix_party_urn", "party", ["urn"])
    op.create_table(
        "novation",
        sa.Column("key", sa.String(length=64), primary_key=True),
        sa.Column("application", sa.String(length=40), nullable=False),
        sa.Column("from_urn", sa.String(length=6), nullable=False),
        sa.Column("successor", sa.String(length=6), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("consented_by", sa.String(length=120), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("agreed_by", sa.String(length=64), nullable=False),
        sa.Column("agreed_at", INSTANT, nullable=False),
        sa.Column("released_by", sa.String(length=120), nullable=True),
        sa.Column("released_on", sa.Date(), nullable=True),
    )
    op.create_index("ix_novation_application", "novation", ["application"])
    op.create_table(
        "partner_answer",
        sa.Column("key", sa.String(length=64), primary_key=True),
        sa.Column("application", sa.String(length=40), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_index("ix_partner_answer_application", "partner_answer", ["application"])


def _fill() -> None:
    """Nothing is on hold yet; the schools of each application are those of its form."""
    connection = op.get_bind()
    application = sa.table(
        "application",
        sa.column("application", sa.String()),
        sa.column("lead_school", sa.String()),
        sa.column("form", sa.JSON()),
        sa.column("partners", sa.JSON()),
        sa.column("held_for", sa.JSON()),
        sa.column("closed_partners", sa.JSON()),
    )
    award = sa.table(
        "award",
        sa.column("award", sa.String()),
        sa.column("application", sa.String()),
        sa.column("lead_school", sa.String()),
        sa.column("suspended_for", sa.JSON()),
    )
    payment = sa.table(
        "payment",
        sa.column("award", sa.String()),
        sa.column("amount_pence", sa.BigInteger()),
        sa.column("payee", sa.String()),
    )
    op.execute(application.update().values(partners=[], held_for=[], closed_partners=[]))
    lead = (
        sa.select(application.c.lead_school)
        .where(application.c.application == award.c.application)
        .scalar_subquery()
    )
    op.execute(award.update().values(suspended_for=[], lead_school=lead))
    payee = sa.select(award.c.lead_school).where(award.c.award == payment.c.award).scalar_subquery()
    op.execute(payment.update().where(payment.c.amount_pence.is_not(None)).values(payee=payee))
    rows = connection.execute(sa.select(application.c.application, application.c.form)).all()
    for reference, form in rows:
        own = application.c.application == reference
        op.execute(application.update().where(own).values(partners=_partners(form)))
    found = [each for reference, form in rows for each in _parties(reference, form)]
    if found:
        party = sa.table("party", sa.column("application"), sa.column("urn"))
        connection.execute(party.insert(), found)


def _partners(form: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"urn": each["urn"], "share_pence": each.get("share_pence")} for each in form["partners"]
    ]


def _parties(reference: str, form: dict[str, Any]) -> list[dict[str, str]]:
    partners = (each["urn"] for each in form["partners"])
    urns = dict.fromkeys((form["lead_school"], *partners))
    return [{"application": reference, "urn": urn} for urn in urns]


def downgrade() -> None:
    with op.batch_alter_table("payment") as batch_op:
        batch_op.drop_column("payee")
    with op.batch_alter_table("award") as batch_op:
        for name in ("suspended_for", "suspended_since", "lead_school"):
            batch_op.drop_column(name)
    with op.batch_alter_table("application") as batch_op:
        for name in (
            "end_reason",
            "ended_at",
            "closed_partners",
            "held_for",
            "held_since",
            "held_from",
            "partners",
        ):
            batch_op.drop_column(name)
    with op.batch_alter_table("school") as batch_op:
        batch_op.drop_column("told_at")
        batch_op.drop_column("successors")
    for table in ("partner_answer", "novation", "party"):
        op.drop_table(table)
