"""When votes and reviews were taken."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("decision", "review"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("ce_time", sa.DateTime(timezone=True), nullable=True))
        rows = sa.table(table, sa.column("ce_time"), sa.column("recorded_at"))
        op.execute(rows.update().values(ce_time=rows.c.recorded_at))  # the nearest that we know
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("ce_time", nullable=False)


def downgrade() -> None:
    for table in ("review", "decision"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("ce_time")
