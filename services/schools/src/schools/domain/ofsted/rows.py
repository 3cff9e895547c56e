"""Third step: each row as the inspections that it holds, or why one cannot be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schools.domain.files.table import URN as URN_PATTERN
from schools.domain.files.table import Table
from schools.domain.inspections import SUB_GRADES_FROM, Inspection
from schools.domain.ofsted import cells
from schools.domain.ofsted.columns import FULL, GRADED, LAESTAB, URN, Columns, Group

AUTHORITY_DIGITS = 3  # at the beginning of a LAESTAB


@dataclass(frozen=True)
class Fate:
    """What became of a row, or of one inspection in it.

    `outcome` is recorded, known (nothing new), waiting (for its day of publication) or skipped.
    """

    row: int
    urn: str
    kind: str
    outcome: str
    inspection: str | None = None
    code: str | None = None
    message: str | None = None


@dataclass(frozen=True)
class Row:
    """One row: its school as it is named today, and the inspections in it that can be read."""

    number: int
    urn: str
    la_code: str | None  # of the LAESTAB; None where the file has none
    inspections: tuple[tuple[str, Inspection], ...]  # each with its kind
    skipped: tuple[Fate, ...] = ()


def read_rows(table: Table) -> Iterator[Row]:
    """Every row of the file; raises FileRejected where it is no management information."""
    columns = Columns(table)
    for number, row in table.rows.items():
        yield _row(number, row, columns)


def _row(number: int, row: Sequence[str], columns: Columns) -> Row:
    urn, laestab = columns.cell(row, URN), columns.cell(row, LAESTAB)
    if not URN_PATTERN.fullmatch(urn):
        return Row(number, urn, None, (), (_skip(number, urn, "urn", "It has no URN."),))
    found, skipped = [], []
    for group in columns.groups:
        if cells.text(columns.cell(row, group.number)) is None:
            continue
        try:
            found.append((group.kind, _inspection(row, group, columns)))
        except cells.Unreadable as cause:
            skipped.append(_skip(number, urn, cause.code, cause.message, group.kind))
    if not found and not skipped:
        skipped.append(_skip(number, urn, "nothing-to-take", "It has no inspection."))
    return Row(number, urn, laestab[:AUTHORITY_DIGITS] or None, tuple(found), tuple(skipped))


def _inspection(row: Sequence[str], group: Group, columns: Columns) -> Inspection:
    inspected_on = cells.day(columns.cell(row, group.inspected_on), group.inspected_on)
    return Inspection(
        urn=_urn_at_the_time(columns.cell(row, group.urn), group.urn),
        framework=_framework(group, before=inspected_on < SUB_GRADES_FROM),
        inspected_on=inspected_on,
        published_on=cells.day(columns.cell(row, group.published_on), group.published_on),
        overall=cells.grade(columns.cell(row, group.overall), group.overall),
        judgements=dict(_judgements(row, group, columns)),
        safeguarding=cells.safeguarding(columns.cell(row, group.safeguarding), group.safeguarding),
        category_of_concern=(
            cells.category(columns.cell(row, group.category), group.category)
            if columns.has(group.category)
            else None
        ),
        inspection_number=columns.cell(row, group.number),
    )


def _judgements(row: Sequence[str], group: Group, columns: Columns) -> Iterator[tuple[str, str]]:
    for column, area in group.areas.items():
        cell = columns.cell(row, column)
        found = cells.text(cell) if group is FULL else cells.grade(cell, column)
        if found:
            yield area, found
    if group.outcome and (outcome := cells.text(columns.cell(row, group.outcome))):
        yield "Outcome", outcome


def _framework(group: Group, *, before: bool) -> str:
    if group is not GRADED:
        return group.kind
    return "section-5-graded" if before else "sub-grades-only"


def _urn_at_the_time(cell: str, column: str) -> str:
    if not URN_PATTERN.fullmatch(cell):
        raise cells.Unreadable("urn", f"In the column {column} {cell[:20]!r} is not a URN.")
    return cell


def _skip(row: int, urn: str, code: str, message: str, kind: str = "row") -> Fate:
    return Fate(row, urn, kind, "skipped", code=code, message=message)
