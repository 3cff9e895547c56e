"""Letters, and the contacts that changed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# The name that PostgreSQL gave to the first constraint, and that SQLite's has none of.
NAMED = {"uq": "%(table_name)s_%(column_0_N_name)s_key"}
FORMER = "delivery_notice_person_channel_key"


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("event_type", sa.String(), nullable=False),
        sa.Column("notice", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_letter_reference", "letter", ["reference"])
    op.create_index("ix_letter_kept_at", "letter", ["kept_at"])
    op.create_table(
        "contact_change",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("person", "changed_at"),
    )
    with op.batch_alter_table("delivery", naming_convention=NAMED) as batch_op:
        batch_op.add_column(sa.Column("letter", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("resent", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("addressed", sa.String(), nullable=True))
        batch_op.create_index("ix_delivery_letter", ["letter"], unique=False)
        batch_op.drop_constraint(FORMER, type_="unique")
        batch_op.create_unique_constraint(
            "delivery_notice_person_channel_resent_key",
            ["notice", "person", "channel", "resent"],
        )


def downgrade() -> None:
    op.execute("DELETE FROM delivery WHERE resent > 0")
    with op.batch_alter_table("delivery", naming_convention=NAMED) as batch_op:
        batch_op.drop_constraint("delivery_notice_person_channel_resent_key", type_="unique")
        batch_op.create_unique_constraint(FORMER, ["notice", "person", "channel"])
        batch_op.drop_index("ix_delivery_letter")
        batch_op.drop_column("addressed")
        batch_op.drop_column("resent")
        batch_op.drop_column("letter")

    op.drop_table("contact_change")
    op.drop_table("letter")
