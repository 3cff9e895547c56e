"""Read models of support and challenge, and of schools in awards: the next rebuild fills them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "award_school",
        sa.Column("award", sa.String(), nullable=False),
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("share_pence", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("award", "urn"),
    )
    with op.batch_alter_table("award_school", schema=None) as batch_op:
        batch_op.create_index("ix_award_school_urn", ["urn"], unique=False)

    op.create_table(
        "case_objective",
        sa.Column("case", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key_objective", sa.String(), nullable=True),
        sa.Column("rag", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("case", "code"),
    )
    op.create_table(
        "case_priority",
        sa.Column("case", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case", "priority"),
    )
    op.create_table(
        "concern",
        sa.Column("concern", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("severity", sa.String(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("concern"),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index("ix_concern_urn", ["urn"], unique=False)

    op.create_table(
        "inspection",
        sa.Column("inspection", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("era", sa.String(), nullable=False),
        sa.Column("inspected_on", sa.Date(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("overall", sa.String(), nullable=True),
        sa.Column("judgements", sa.JSON(), nullable=False),
        sa.Column("safeguarding", sa.String(), nullable=True),
        sa.Column("category_of_concern", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("inspection"),
    )
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.create_index("ix_inspection_urn", ["urn"], unique=False)

    op.create_table(
        "intervention",
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("la_code", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("urn", "kind", "told_on"),
    )
    op.create_table(
        "notice",
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("la_code", sa.String(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("compliance_ends", sa.Date(), nullable=False),
        sa.Column("window_ends", sa.Date(), nullable=True),
        sa.Column("powers", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("eligible_for_intervention", sa.Boolean(), nullable=False),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("notice"),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_urn", ["urn"], unique=False)

    op.create_table(
        "power_used",
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("power", sa.String(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("la_code", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("urn", "power", "used_on"),
    )
    op.create_table(
        "provider_offer",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("urn", sa.String(), nullable=True),
        sa.Column("authority", sa.String(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("days", sa.Float(), nullable=False),
        sa.Column("booked_days", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "begins"),
    )
    op.create_table(
        "result_measure",
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("academic_year", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("better", sa.String(), nullable=False),
        sa.Column("headline", sa.Boolean(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("national", sa.Float(), nullable=True),
        sa.Column("disadvantaged", sa.Float(), nullable=True),
        sa.Column("suppressed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("urn", "academic_year", "stage", "code"),
    )
    op.create_table(
        "results",
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("academic_year", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("release", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("urn", "academic_year", "stage"),
    )
    op.create_table(
        "school_case",
        sa.Column("case", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("la_code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("aim", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=True),
        sa.Column("successor", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("rag", sa.String(), nullable=True),
        sa.Column("reviews", sa.JSON(), nullable=False),
        sa.Column("reviews_missed", sa.Integer(), nullable=False),
        sa.Column("objectives", sa.JSON(), nullable=False),
        sa.Column("open_actions", sa.JSON(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("case"),
    )
    with op.batch_alter_table("school_case", schema=None) as batch_op:
        batch_op.create_index("ix_school_case_urn", ["urn"], unique=False)

    op.create_table(
        "story",
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("objective", sa.String(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("award", sa.String(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("story"),
    )
    op.create_table(
        "story_school",
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("story", "urn"),
    )
    with op.batch_alter_table("story_school", schema=None) as batch_op:
        batch_op.create_index("ix_story_school_urn", ["urn"], unique=False)

    op.create_table(
        "strategy",
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("priorities", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("authority"),
    )
    op.create_table(
        "support",
        sa.Column("support", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("la_code", sa.String(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("need_title", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("provider_name", sa.String(), nullable=True),
        sa.Column("provider_urn", sa.String(), nullable=True),
        sa.Column("days", sa.Float(), nullable=False),
        sa.Column("delivered_days", sa.Float(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("objective", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("support"),
    )
    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.create_index("ix_support_provider", ["provider", "begins"], unique=False)
        batch_op.create_index("ix_support_provider_urn", ["provider_urn"], unique=False)
        batch_op.create_index("ix_support_urn", ["urn"], unique=False)

    op.create_table(
        "support_delivery",
        sa.Column("support", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Float(), nullable=False),
        sa.Column("teachers", sa.Integer(), nullable=False),
        sa.Column("leaders", sa.Integer(), nullable=False),
        sa.Column("other_staff", sa.Integer(), nullable=False),
        sa.Column("governors", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("support", "delivery"),
    )
    op.create_table(
        "support_evaluation",
        sa.Column("support", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("point", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("evaluated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("support", "by", "point"),
    )
    op.create_table(
        "support_priority",
        sa.Column("support", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("support", "priority"),
    )
    op.create_table(
        "tier_proposal",
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("from_tier", sa.String(), nullable=True),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("urn"),
    )
    op.create_table(
        "tier_period",
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("from_tier", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("urn", "begins"),
    )
    op.create_table(
        "visit",
        sa.Column("visit", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("support", sa.String(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("accurate", sa.String(), nullable=True),
        sa.Column("corrections", sa.Text(), nullable=True),
        sa.Column("published_because", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("visit"),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index("ix_visit_urn", ["urn"], unique=False)

    op.create_table(
        "visit_note",
        sa.Column("visit", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("visit"),
    )
    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.add_column(sa.Column("title", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("planned_start", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("planned_end", sa.Date(), nullable=True))

    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.add_column(sa.Column("trust", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("predecessors", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("successors", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.drop_column("successors")
        batch_op.drop_column("predecessors")
        batch_op.drop_column("trust")

    with op.batch_alter_table("award", schema=None) as batch_op:
        batch_op.drop_column("planned_end")
        batch_op.drop_column("planned_start")
        batch_op.drop_column("awarded_at")
        batch_op.drop_column("title")

    op.drop_table("visit_note")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_urn")

    op.drop_table("visit")
    op.drop_table("tier_period")
    op.drop_table("tier_proposal")
    op.drop_table("support_priority")
    op.drop_table("support_evaluation")
    op.drop_table("support_delivery")
    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.drop_index("ix_support_urn")
        batch_op.drop_index("ix_support_provider_urn")
        batch_op.drop_index("ix_support_provider")

    op.drop_table("support")
    op.drop_table("strategy")
    with op.batch_alter_table("story_school", schema=None) as batch_op:
        batch_op.drop_index("ix_story_school_urn")

    op.drop_table("story_school")
    op.drop_table("story")
    with op.batch_alter_table("school_case", schema=None) as batch_op:
        batch_op.drop_index("ix_school_case_urn")

    op.drop_table("school_case")
    op.drop_table("results")
    op.drop_table("result_measure")
    op.drop_table("provider_offer")
    op.drop_table("power_used")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_urn")

    op.drop_table("notice")
    op.drop_table("intervention")
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.drop_index("ix_inspection_urn")

    op.drop_table("inspection")
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index("ix_concern_urn")

    op.drop_table("concern")
    op.drop_table("case_priority")
    op.drop_table("case_objective")
    with op.batch_alter_table("award_school", schema=None) as batch_op:
        batch_op.drop_index("ix_award_school_urn")

    op.drop_table("award_school")
