"""Indexes for the pages of applications, one for each filter."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_application_page_round": ["round"],
    "ix_application_page_round_category": ["round", "category"],
    "ix_application_page_round_state": ["round", "state"],
    "ix_application_page_round_category_state": ["round", "category", "state"],
    "ix_application_page_category": ["category"],
    "ix_application_page_state": ["state"],
    "ix_application_page_authority": ["authority"],
    "ix_application_page_lead_school": ["lead_school"],
    "ix_application_page_outcome": ["outcome"],
    "ix_application_page_submitted": ["submitted_at"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "application", [*columns, "application"])


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "application")
