"""Inserts that say what happens where the row is there already.

In SQL, which both stores understand: SQLAlchemy compiles its own form anew each time, and these
stand on every mail's way.
"""

from typing import Any

from sqlalchemy import TextClause, bindparam, text

from notifications.store import Base, NoticeRow

APPLICATION_ONCE = text(
    "INSERT INTO application (application, form_reference) "
    "VALUES (:application, :form_reference) ON CONFLICT DO NOTHING"
)

SCHOOL_NEWEST = text(
    "INSERT INTO school (urn, name, la_code, version) VALUES (:urn, :name, :la_code, :version) "
    "ON CONFLICT (urn) DO UPDATE SET name = excluded.name, la_code = excluded.la_code, "
    "version = excluded.version WHERE school.version < excluded.version"
)


def _with_types(statement: str, table: type[Base]) -> TextClause:
    columns: Any = table.__table__.columns  # type: ignore[attr-defined]
    return text(statement).bindparams(*(bindparam(each.name, type_=each.type) for each in columns))


NOTICE_ONCE = _with_types(
    "INSERT INTO notice (id, event_source, event_id, event_type, template, reference, audiences, "
    "scopes, facts, correlation_id, traceparent, tracestate, created_at) VALUES (:id, "
    ":event_source, :event_id, :event_type, :template, :reference, :audiences, :scopes, :facts, "
    ":correlation_id, :traceparent, :tracestate, :created_at) ON CONFLICT DO NOTHING RETURNING id",
    NoticeRow,
)
