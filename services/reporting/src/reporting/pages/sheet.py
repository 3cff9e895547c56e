"""A report's table as CSV that no spreadsheet takes for a formula."""

import csv
import io
from datetime import datetime
from typing import Any

from reporting.reports import Report

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def csv_of(report: Report) -> str:
    """RFC 4180, each row with as of when and which event and by which definition it stands."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    stamp = {
        "as_of": report.as_of.isoformat(),
        "position": report.position,
        "definition": report.definition.name,
    }
    names = [*COLUMNS[report.name], *stamp]
    writer.writerow(names)
    for row in report.table:
        full = {**row, **stamp}
        writer.writerow([cell(full[name]) for name in names])
    return written.getvalue()


def cell(value: Any) -> Any:
    """Text that a spreadsheet would compute gets an apostrophe before it; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and value.lstrip(" ").startswith(_DANGEROUS):
        return f"'{value}"
    return value


COLUMNS: dict[str, tuple[str, ...]] = {
    "funding": (
        "round",
        "authority",
        "category",
        "budget_pence",
        "reserved_pence",
        "committed_pence",
        "paid_pence",
        "left_pence",
        "submitted",
        "ineligible",
        "withdrawn",
        "approved",
        "declined",
    ),
    "pipeline": (
        "application",
        "round",
        "authority",
        "category",
        "theme",
        "state",
        "since",
        "days_in_state",
        "title",
        "lead_school",
    ),
    "schools": (
        "la_code",
        "la_name",
        "phase_code",
        "phase",
        "type_code",
        "type",
        "status_code",
        "status",
        "schools",
    ),
}
