"""Reviewers assigned, moderated scores, the ranking, and the panel's meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BEFORE_ALL_ARE_IN = ("received", "ineligible", "under-review")


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("application", sa.String(40), nullable=False),
        sa.Column("reviewers", sa.JSON(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("assigned_by", sa.String(64), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_assignment_application", "assignment", ["application"])
    op.create_table(
        "moderation",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("application", sa.String(40), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("moderated_by", sa.String(64), nullable=False),
        sa.Column("moderated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_moderation_application", "moderation", ["application"])
    op.create_table(
        "meeting",
        sa.Column("meeting", sa.String(64), primary_key=True),
        sa.Column("panel", sa.String(64), nullable=False),
        sa.Column("authority", sa.String(3), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("papers_by", sa.Date(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("at_risk", sa.JSON(), nullable=False),
    )
    op.create_index("ix_meeting_panel", "meeting", ["panel"])
    op.create_table(
        "meeting_item",
        sa.Column("meeting", sa.String(64), primary_key=True),
        sa.Column("application", sa.String(64), primary_key=True),
        sa.Column("place", sa.Integer(), nullable=False),
    )
    op.create_index("ix_meeting_item_application", "meeting_item", ["application"])
    _rank()


def _rank() -> None:
    """What stands today keeps its state; its ranking is written when it is next saved."""
    for name in ("reviews_in", "moderation_needed"):
        with op.batch_alter_table("application") as batch_op:
            column = sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            batch_op.add_column(column)
    with op.batch_alter_table("application") as batch_op:
        batch_op.add_column(sa.Column("ranking", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("behind", sa.Integer(), nullable=True))
    application = sa.table(
        "application", sa.column("state", sa.String()), sa.column("reviews_in", sa.Boolean())
    )
    after = application.c.state.not_in(BEFORE_ALL_ARE_IN)
    op.execute(application.update().where(after).values(reviews_in=sa.true()))
    place = ["behind", "submitted_at", "application"]
    op.create_index("ix_application_ranking", "application", ["round", *place])
    op.create_index(
        "ix_application_ranking_of_category", "application", ["round", "category", *place]
    )


def downgrade() -> None:
    op.drop_index("ix_application_ranking_of_category", "application")
    op.drop_index("ix_application_ranking", "application")
    with op.batch_alter_table("application") as batch_op:
        for name in ("behind", "ranking", "moderation_needed", "reviews_in"):
            batch_op.drop_column(name)
    op.drop_table("meeting_item")
    op.drop_table("meeting")
    op.drop_table("moderation")
    op.drop_table("assignment")
