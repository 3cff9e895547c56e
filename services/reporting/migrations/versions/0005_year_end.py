"""Read models of the year end: the next rebuild fills them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "award_term",
        sa.Column("award", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("lead_school", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("awarded_pence", sa.BigInteger(), nullable=False),
        sa.Column("freed_pence", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("award", "version"),
    )
    op.create_table(
        "award_term_milestone",
        sa.Column("award", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("award", "version", "number"),
    )
    op.create_table(
        "milestone_accepted",
        sa.Column("award", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("award", "number"),
    )
    op.create_table(
        "payment_made",
        sa.Column("payment_reference", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("award", sa.String(), nullable=False),
        sa.Column("milestone", sa.Integer(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("matched", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("payment_reference"),
    )
    op.create_index("ix_payment_made_award", "payment_made", ["award"])
    op.create_table(
        "payment_reversed",
        sa.Column("payment_reference", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("failed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("payment_reference"),
    )
    op.create_table(
        "recovery",
        sa.Column("recovery_reference", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("award", sa.String(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("recovery_reference"),
    )
    op.create_index("ix_recovery_award", "recovery", ["award"])


def downgrade() -> None:
    for table in (
        "recovery",
        "payment_reversed",
        "payment_made",
        "milestone_accepted",
        "award_term_milestone",
        "award_term",
    ):
        op.drop_table(table)
