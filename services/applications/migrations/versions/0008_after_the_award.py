"""What an award keeps after it was made: its end, variations, findings, reports, recoveries."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("award") as batch_op:
        batch_op.add_column(sa.Column("committed_pence", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("planned_end", sa.Date(), nullable=True))
    op.execute("UPDATE award SET committed_pence = awarded_pence")
    with op.batch_alter_table("award") as batch_op:
        batch_op.alter_column("committed_pence", existing_type=sa.BigInteger(), nullable=False)
    op.create_table(
        "recovery",
        sa.Column("recovery_reference", sa.String(64), primary_key=True),
        sa.Column("award", sa.String(40), nullable=False, index=True),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
    )
    op.create_table(
        "award_fact",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("award", sa.String(40), nullable=False, index=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("award_fact")
    op.drop_table("recovery")
    with op.batch_alter_table("award") as batch_op:
        batch_op.drop_column("planned_end")
        batch_op.drop_column("committed_pence")
