"""Sealed concerns and their readings, inspections by number, and strategies."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_inspection_number", "inspection", ["inspection_number"])
    with op.batch_alter_table("concern") as concern:
        concern.alter_column("kind", existing_type=sa.String(), nullable=True)
        concern.alter_column("severity", existing_type=sa.String(), nullable=True)
        concern.alter_column("summary", existing_type=sa.Text(), nullable=True)
        concern.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))
        concern.add_column(
            sa.Column("was_in_clear", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("concern") as concern:
        concern.alter_column("was_in_clear", existing_type=sa.Boolean(), server_default=None)
    op.create_table(
        "concern_reading",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("concern", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_concern_reading_concern", "concern_reading", ["concern"])
    op.create_table(
        "strategy",
        sa.Column("authority", sa.String(length=3), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("authority"),
    )


def downgrade() -> None:
    op.drop_index("ix_inspection_number", "inspection")
    op.drop_table("strategy")
    op.drop_table("concern_reading")
    with op.batch_alter_table("concern") as concern:
        concern.drop_column("was_in_clear")
        concern.drop_column("sealed")
