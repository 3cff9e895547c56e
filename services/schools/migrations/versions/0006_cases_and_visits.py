"""Cases of schools causing concern, and visits with their answers.

A visit that was recorded before is kept. It is published when the school answers.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

EARLIER = sa.table(
    "visit",
    *(sa.column(name) for name in ("visit", "urn", "adviser", "purpose", "note", "support")),
    sa.column("visited_on", sa.Date()),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
)
SCHOOL = sa.table("school", *(sa.column(name) for name in ("urn", "name", "la_code")))


def upgrade() -> None:
    op.create_table(
        "school_case",
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("reference"),
    )
    op.create_index("ix_school_case_urn", "school_case", ["urn"])
    visits = op.create_table(
        "school_visit",
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("urn", sa.String(length=6), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("reference"),
    )
    op.create_index("ix_school_visit_urn", "school_visit", ["urn"])
    with_school = sa.select(*EARLIER.c, SCHOOL.c.name, SCHOOL.c.la_code).join(
        SCHOOL, SCHOOL.c.urn == EARLIER.c.urn
    )
    rows = [_whole(dict(row._mapping)) for row in op.get_bind().execute(with_school)]
    if rows:
        op.bulk_insert(visits, rows)
    op.drop_table("visit")


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    """A visit with its one note, as the service keeps it."""
    reference, day = row["visit"], row["visited_on"]
    school = {name: row.pop(name) for name in ("name", "la_code")}
    recorded_at: datetime = row["recorded_at"]
    if recorded_at.tzinfo is None:  # SQLite keeps no zone: the store's instants are UTC
        recorded_at = recorded_at.replace(tzinfo=UTC)
    note = row | {"visited_on": day.isoformat(), "recorded_at": recorded_at.isoformat()}
    content = {"reference": reference, **school, "notes": [note]}
    return {"reference": reference, "urn": row["urn"], "visited_on": day, "content": content}


def downgrade() -> None:
    op.drop_table("school_visit")
    op.drop_table("school_case")
