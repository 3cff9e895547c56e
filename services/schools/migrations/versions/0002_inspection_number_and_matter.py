"""Keep the number of an inspection and the matter of a concern."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("concern") as batch_op:
        batch_op.add_column(sa.Column("matter", sa.String(), nullable=True))

    with op.batch_alter_table("inspection") as batch_op:
        batch_op.add_column(sa.Column("inspection_number", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("inspection") as batch_op:
        batch_op.drop_column("inspection_number")

    with op.batch_alter_table("concern") as batch_op:
        batch_op.drop_column("matter")
