"""A report's table as CSV that no spreadsheet takes for a formula."""

import csv
import io
from datetime import datetime
from typing import Any

from reporting.reports import Report

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def csv_of(report: Report) -> str:
    """RFC 4180; each row ends with the report's time, newest event and definition."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    stamp = {
        "as_of": report.as_of.isoformat(),
        "position": report.position,
        "definition": report.definition.name,
    }
    names = [*report.kind.columns, *stamp]
    writer.writerow(names)
    for row in report.table:
        full = {**row, **stamp}
        writer.writerow([cell(full[name]) for name in names])
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
