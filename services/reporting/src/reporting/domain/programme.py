"""The figures of the programme of support, and what must not be shown of them."""

from collections.abc import Sequence

from reporting.domain.changes import Row
from reporting.domain.suppression import suppress

GROUPS = ("teachers", "leaders", "other_staff", "governors")
FIGURES = ("supports", "days_arranged", "days_delivered", "rated", "rated_4_or_5")
Line = Row


def lines(names: Row, *found: Sequence[Row]) -> list[Line]:
    """One line for each key, from the figures that each query found for it."""
    rows: dict[str, Line] = {}
    for row in (row for rows_found in found for row in rows_found):
        rows.setdefault(row["key"], _empty(row["key"])).update(
            (name, value or 0) for name, value in row.items() if name != "key"
        )
    for key, row in rows.items():
        row["name"] = names.get(key) or key
    return sorted(rows.values(), key=lambda row: (-row["days_delivered"], row["name"], row["key"]))


def total(rows: Sequence[Line]) -> Line:
    """The figures of all lines; attendances are suppressed where they are few."""
    summed = {name: sum(row[name] for row in rows) for name in FIGURES}
    groups = {group: _column(rows, group)[1] for group in GROUPS}
    return {"key": "", "name": "All", **summed, **groups}


def shown(rows: Sequence[Line]) -> list[Line]:
    """The lines with small counts of attendances suppressed, column by column."""
    cells = {group: _column(rows, group)[0] for group in GROUPS}
    return [{**row, **{group: cells[group][row["key"]] for group in GROUPS}} for row in rows]


def _column(rows: Sequence[Line], group: str) -> tuple[Row, int | str]:
    return suppress({row["key"]: row[group] for row in rows})


def _empty(key: str) -> Line:
    return {"key": key, **dict.fromkeys((*FIGURES, *GROUPS), 0)}
