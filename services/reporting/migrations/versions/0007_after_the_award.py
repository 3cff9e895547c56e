"""What was freed and recovered of an award, findings, and whom hubs reached; a rebuild fills it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PENCE = ("freed_pence", "recovered_pence", "to_recover_pence")


def upgrade() -> None:
    with op.batch_alter_table("award") as batch_op:
        batch_op.add_column(sa.Column("findings_due", sa.Date(), nullable=True))
        for name in PENCE:
            batch_op.add_column(sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_table(
        "findings",
        sa.Column("award", sa.String(), nullable=False),
        sa.Column("presented_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("where", sa.String(), nullable=False),
        sa.Column("open_to_public", sa.Boolean(), nullable=False),
        sa.Column("consent_to_publish", sa.Boolean(), nullable=False),
        sa.Column("audience", sa.Integer(), nullable=True),
        sa.Column("summary", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("award", "presented_on"),
    )
    op.create_table(
        "hub_report",
        sa.Column("award", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("award", "report"),
    )
    op.create_table(
        "hub_school",
        sa.Column("award", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("award", "report", "urn"),
    )


def downgrade() -> None:
    for table in ("hub_school", "hub_report", "findings"):
        op.drop_table(table)
    with op.batch_alter_table("award") as batch_op:
        for name in (*PENCE, "findings_due"):
            batch_op.drop_column(name)
