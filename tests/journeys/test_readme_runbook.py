"""The runbook's statement for the outbox: what was set aside is there to be sent again."""

import re
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlmodel import Session, select

from chassis import tables
from chassis.tables import OutboxRow

RUNBOOK = Path(__file__).parents[2] / "docs" / "operations.md"
NOW = datetime(2026, 2, 27, 12, tzinfo=UTC)


def test_what_was_set_aside_is_sent_again() -> None:
    [statement] = re.findall(r"`(UPDATE outbox [^`]+)`", RUNBOOK.read_text("utf-8"))
    engine = create_engine("sqlite://")
    tables.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(
            OutboxRow(
                event_id="1",
                exchange="council.events",
                routing_key="council.schools.school.changed.v1",
                event_type="council.schools.school.changed.v1",
                subject="900001",
                headers="{}",
                body=b"{}",
                created_at=NOW,
                refusals=5,
                set_aside_at=NOW,
            )
        )
        session.commit()
        session.execute(text(statement))
        session.commit()
        [row] = session.exec(select(OutboxRow)).all()
        assert (row.set_aside_at, row.refusals, row.sent_at) == (None, 0, None)
