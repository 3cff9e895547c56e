"""Providers and the support that they give."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider",
        sa.Column("provider", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("provider"),
    )
    op.create_table(
        "support",
        sa.Column("support", sa.String(length=64), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("support"),
    )
    op.create_index("ix_support_urn", "support", ["urn"])


def downgrade() -> None:
    op.drop_table("support")
    op.drop_table("provider")
