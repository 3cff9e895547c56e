"""Waivers, appeals, and the decisions on them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appeal",
        sa.Column("application", sa.String(length=40), nullable=False),
        sa.Column("meeting", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("application", "meeting"),
    )
    op.create_table(
        "waiver",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("form_reference", sa.String(length=64), nullable=False),
        sa.Column("waives", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("granted_by", sa.String(length=64), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=True),
        sa.Column("against", sa.String(length=64), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_waiver_form_reference", "waiver", ["form_reference"])
    with op.batch_alter_table("decision") as batch_op:
        batch_op.add_column(sa.Column("about", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("appealed_meeting", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("unfunded", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("appeal_by", sa.DateTime(timezone=True), nullable=True))
    decisions = sa.table("decision", sa.column("about"), sa.column("unfunded", sa.Boolean()))
    op.execute(decisions.update().values(about="award", unfunded=False))
    with op.batch_alter_table("decision") as batch_op:
        batch_op.alter_column("about", existing_type=sa.String(length=10), nullable=False)
        batch_op.alter_column("unfunded", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("decision") as batch_op:
        for column in ("appeal_by", "unfunded", "appealed_meeting", "about"):
            batch_op.drop_column(column)
    op.drop_table("waiver")
    op.drop_table("appeal")
