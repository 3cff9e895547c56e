"""Warning notices, powers used, and steps of the Department for Education."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("notice", sa.String(length=64), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("notice"),
    )
    op.create_index("ix_notice_urn", "notice", ["urn"])
    for name, length in (("power", 24), ("intervention", 64)):
        op.create_table(
            name,
            sa.Column("content", sa.JSON(), nullable=False),
            sa.Column("reference", sa.String(length=length), nullable=False),
            sa.Column("urn", sa.String(length=6), nullable=False),
            sa.Column("la_code", sa.String(length=3), nullable=False),
            sa.PrimaryKeyConstraint("reference"),
        )
        op.create_index(f"ix_{name}_urn", name, ["urn"])


def downgrade() -> None:
    for name in ("notice", "power", "intervention"):
        op.drop_table(name)
