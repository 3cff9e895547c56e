"""What an event of a school or of the register changes."""

from collections.abc import Iterator

from reporting.domain.calendar import month_of
from reporting.domain.changes import Change, Row, Seen
from reporting.domain.said import ImportSaid, SchoolSaid


def school_rows(said: SchoolSaid, seen: Seen) -> Iterator[Change]:
    """The school's copy, and what happened to it."""
    row: Row = {
        "urn": said.urn,
        "version": seen.version,
        "name": said.name,
        "la_code": said.la_code,
        "la_name": said.la_name,
        "status": said.status,
        "status_code": said.status_code,
        "type": said.type,
        "type_code": said.type_code,
        "phase": said.phase,
        "phase_code": said.phase_code,
        "academy": said.academy,
        "open_date": said.open_date,
        "close_date": said.close_date,
    }
    yield Change("school", (said.urn,), row)
    change: Row = {
        "urn": said.urn,
        "version": seen.version,
        "happened": seen.happened.removeprefix("school."),
        "time": seen.time,
        "month": month_of(seen.time),
        "fields": ", ".join(sorted(said.changes)),
        "successor": said.successor,
    }
    yield Change("school_change", (said.urn, seen.version), change)


def import_rows(said: ImportSaid, seen: Seen) -> Iterator[Change]:
    """The extract and what it brought."""
    row: Row = {
        "file_sha256": said.file_sha256,
        "version": seen.version,
        "file": said.file,
        "kind": said.kind,
        "extract_date": said.extract_date,
        "rows": said.rows,
        "added": said.added,
        "changed": said.changed,
        "closed": said.closed,
        "converted": said.converted,
        "unchanged": said.unchanged,
        "time": seen.time,
    }
    yield Change("register_import", (said.file_sha256,), row)
