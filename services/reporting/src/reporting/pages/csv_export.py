"""A report's table as CSV that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from reporting.domain.changes import Row
from reporting.reports import Report

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def csv_of(report: Report) -> str:
    """RFC 4180; each row ends with the report's time, newest event and definition."""
    return sheet_head(report) + sheet_rows(report, report.table)


def sheet_head(report: Report) -> str:
    """The line of column names."""
    return _lines([[*report.kind.columns, *_stamp(report)]])


def sheet_rows(report: Report, rows: Iterable[Row]) -> str:
    """Lines of the sheet, or a part of them."""
    columns, stamp = report.kind.columns, list(_stamp(report).values())
    return _lines([*(cell(row[name]) for name in columns), *stamp] for row in rows)


def _stamp(report: Report) -> dict[str, Any]:
    return {
        "as_of": report.as_of.isoformat(),
        "position": report.position,
        "definition": report.definition.name,
    }


def _lines(rows: Iterable[list[Any]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def cell(value: Any) -> Any:
    """Text that a spreadsheet would compute gets an apostrophe; true and false become words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and value.lstrip(" ").startswith(_DANGEROUS):
        return f"'{value}"
    return value
