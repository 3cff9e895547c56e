"""Inserts for rows that may exist already."""

from chassis.storage import insert_or
from notifications.store import ApplicationRow, LetterRow, NoticeRow, SchoolRow

APPLICATION_ONCE = insert_or(
    ApplicationRow, ("application", "form_reference"), "ON CONFLICT DO NOTHING"
)

SCHOOL_NEWEST = insert_or(
    SchoolRow,
    ("urn", "name", "la_code", "version"),
    "ON CONFLICT (urn) DO UPDATE SET name = excluded.name, la_code = excluded.la_code, "
    "version = excluded.version WHERE school.version < excluded.version",
)

NOTICE_ONCE = insert_or(
    NoticeRow, tuple(NoticeRow.model_fields), "ON CONFLICT DO NOTHING RETURNING id"
)

LETTER_ONCE = insert_or(LetterRow, tuple(LetterRow.model_fields), "ON CONFLICT DO NOTHING")
