"""The type of a school, which tells the kinds of schools apart."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("school") as batch_op:
        batch_op.add_column(sa.Column("type_code", sa.String(length=2), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("school") as batch_op:
        batch_op.drop_column("type_code")
