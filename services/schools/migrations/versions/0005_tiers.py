"""The tiers of each school."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tier_history",
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=True),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("urn"),
    )
    op.create_index("ix_tier_history_tier", "tier_history", ["tier"])


def downgrade() -> None:
    op.drop_table("tier_history")
