"""Where each application stands, with what is public of it; filled from copies and steps."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_FILL = """
INSERT INTO application_standing (
    application, version, round, authority, category, theme, state, since, title, lead_school,
    released
)
SELECT
    a.application, a.version, a.round, a.authority, a.category,
    CASE WHEN a.outcome IS NOT NULL THEN a.theme END,
    CASE WHEN a.state = 'released' AND a.outcome IN ('declined', 'deferred') THEN a.outcome
         ELSE a.state END,
    (SELECT min(s.time) FROM application_step s
     WHERE s.application = a.application AND s.version > coalesce(
         (SELECT max(o.version) FROM application_step o
          WHERE o.application = a.application AND o.state <> a.state), -1)),
    CASE WHEN a.outcome IS NOT NULL THEN a.title END,
    CASE WHEN a.outcome IS NOT NULL THEN a.lead_school END,
    a.outcome IS NOT NULL
FROM application a
WHERE EXISTS (
    SELECT 1 FROM application_step s
    WHERE s.application = a.application AND s.version = a.version AND s.state = a.state
)
"""


def upgrade() -> None:
    op.create_table(
        "application_standing",
        sa.Column("application", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("lead_school", sa.String(), nullable=True),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("application"),
    )
    op.execute(_FILL)
    with op.batch_alter_table("application_standing", schema=None) as batch_op:
        batch_op.create_index(
            "ix_standing_counts",
            ["state", "category", "theme", "released", "since", "authority", "round"],
            unique=False,
        )
        batch_op.create_index(
            "ix_standing_since",
            ["state", "since", "category", "authority", "round", "application"],
            unique=False,
        )


def downgrade() -> None:
    op.drop_table("application_standing")
