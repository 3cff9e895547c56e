"""The empty rows of an import; `reporting rebuild` fills them in for events in the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("register_import", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("empty_rows", sa.Integer(), server_default="0", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("register_import", schema=None) as batch_op:
        batch_op.drop_column("empty_rows")
