"""The register, its history and links, and what is said of schools."""

import sqlalchemy as sa
from alembic import op

from chassis.storage import create_initial_tables, drop_initial_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_initial_tables()
    op.create_table(
        "concern",
        sa.Column("concern", sa.String(), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("concern"),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index("ix_concern_urn", ["urn"], unique=False)

    op.create_table(
        "inspection",
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("era", sa.String(), nullable=False),
        sa.Column("framework", sa.String(), nullable=False),
        sa.Column("inspected_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("overall", sa.String(), nullable=True),
        sa.Column("judgements", sa.JSON(), nullable=False),
        sa.Column("safeguarding", sa.String(), nullable=True),
        sa.Column("category_of_concern", sa.String(), nullable=True),
        sa.Column("report_url", sa.String(), nullable=True),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("inspection"),
    )
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.create_index("ix_inspection_urn", ["urn"], unique=False)

    op.create_table(
        "register_import",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("authorities", sa.String(), nullable=False),
        sa.Column("extract_date", sa.Date(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("converted", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "school",
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("la_code", sa.String(length=3), nullable=False),
        sa.Column("la_name", sa.String(), nullable=True),
        sa.Column("establishment_number", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=True),
        sa.Column("locality", sa.String(), nullable=True),
        sa.Column("town", sa.String(), nullable=True),
        sa.Column("county", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("ward", sa.String(), nullable=True),
        sa.Column("ukprn", sa.String(), nullable=True),
        sa.Column("trust", sa.String(), nullable=True),
        sa.Column("diocese", sa.String(), nullable=True),
        sa.Column("religious_character", sa.String(), nullable=True),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_code", sa.String(length=1), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("type_code", sa.String(length=2), nullable=False),
        sa.Column("phase", sa.String(), nullable=True),
        sa.Column("phase_code", sa.String(), nullable=True),
        sa.Column("low_age", sa.Integer(), nullable=True),
        sa.Column("high_age", sa.Integer(), nullable=True),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("easting", sa.Integer(), nullable=True),
        sa.Column("northing", sa.Integer(), nullable=True),
        sa.Column("open_date", sa.String(length=10), nullable=True),
        sa.Column("close_date", sa.String(length=10), nullable=True),
        sa.Column("part4_maintained", sa.Boolean(), nullable=False),
        sa.Column("academy", sa.Boolean(), nullable=False),
        sa.Column("predecessors", sa.String(), nullable=True),
        sa.Column("successors", sa.String(), nullable=True),
        sa.Column("registered_on", sa.String(length=10), nullable=False),
        sa.Column("registered_import", sa.Integer(), nullable=False),
        sa.Column("absent_since", sa.String(length=10), nullable=True),
        sa.Column("converted_to", sa.String(length=6), nullable=True),
        sa.Column("mark", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("urn"),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.create_index("ix_school_la", ["la_code"], unique=False)
        batch_op.create_index("ix_school_postcode", ["postcode"], unique=False)

    op.create_table(
        "school_history",
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("import_number", sa.Integer(), nullable=False),
        sa.Column("happened", sa.String(length=10), nullable=False),
        sa.Column("successor", sa.String(length=6), nullable=True),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("urn", "import_number"),
    )
    op.create_table(
        "school_link",
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("link_urn", sa.String(length=6), nullable=False),
        sa.Column("link_type", sa.String(), nullable=False),
        sa.Column("established_on", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("urn", "link_urn", "link_type", "established_on"),
    )
    op.create_table(
        "visit",
        sa.Column("visit", sa.String(), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("adviser", sa.String(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("support", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("visit"),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index("ix_visit_urn", ["urn"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_urn")

    op.drop_table("visit")
    op.drop_table("school_link")
    op.drop_table("school_history")
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.drop_index("ix_school_postcode")
        batch_op.drop_index("ix_school_la")

    op.drop_table("school")
    op.drop_table("register_import")
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.drop_index("ix_inspection_urn")

    op.drop_table("inspection")
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index("ix_concern_urn")

    op.drop_table("concern")
    drop_initial_tables()
