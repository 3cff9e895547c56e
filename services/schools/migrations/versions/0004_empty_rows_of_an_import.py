"""The empty rows of an import; earlier versions kept none, and most refused such a file."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
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
