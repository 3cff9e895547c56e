"""Payments in parts, with what finance should look at in each."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("payment") as batch_op:
        batch_op.add_column(sa.Column("payment_request", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("warnings", sa.JSON(), nullable=True))
    payments = sa.table("payment", sa.column("warnings", sa.JSON()))
    op.execute(payments.update().values(warnings=[]))
    with op.batch_alter_table("payment") as batch_op:
        batch_op.alter_column("warnings", existing_type=sa.JSON(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("payment") as batch_op:
        batch_op.drop_column("warnings")
        batch_op.drop_column("told_at")
        batch_op.drop_column("payment_request")
