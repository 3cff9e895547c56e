"""Fourth step: an extract of the register, its date, kind and selection, and a mark per row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from operator import itemgetter
from typing import Literal

from schools.domain import codes
from schools.domain.files.layout import Cells, Layout, State, day
from schools.domain.files.table import URN, Table
from schools.domain.rejections import FileRejected, reject

AUTHORITY = re.compile(r"[0-9]{3}")
DATED = re.compile(r"(?<!\d)((?:19|20)\d{2})-?(\d{2})-?(\d{2})(?!\d)")

Kind = Literal["full", "state-funded", "links"]


@dataclass(frozen=True)
class Extract:
    """The selected rows of one file, by URN."""

    layout: Layout
    kind: Kind
    rows: dict[str, Cells]
    numbers: dict[str, int] = field(default_factory=dict)  # of each URN's row in the file
    empty_rows: int = 0

    def marks(self) -> Iterator[tuple[str, str]]:
        """Each URN with the mark of its row: the same mark says that nothing changed.

        The mark covers the columns that we read and which columns those are.
        """
        positions = self.layout.read_positions
        salt = blake2b("|".join(self._header()).encode(), digest_size=16).digest()
        pick = itemgetter(*positions)
        for urn, cells in self.rows.items():
            row = "\x1f".join(pick(cells)).encode()
            yield urn, blake2b(row, digest_size=8, salt=salt).hexdigest()

    def read(self, urn: str) -> State:
        """The school as the file has it; raises FileRejected for an invalid row."""
        try:
            state = self.layout.read(self.rows[urn])
        except FileRejected as refusal:
            raise refusal.about(self._where(urn)) from None
        if not state["name"]:
            raise reject("name", f"{self._where(urn)} has no name.")
        if state["status_code"] not in codes.STATUSES:
            raise reject("status", f"{self._where(urn)} has an unknown status.")
        return state

    def postcode(self, urn: str) -> str:
        """The postcode in the school's row; empty where the file has none."""
        at = self.layout.columns.get("Postcode")
        return "" if at is None else self.rows[urn][at].strip()

    def newest_change(self) -> str | None:
        """The day of the newest change that the file notes."""
        at = self.layout.columns.get("LastChangedDate")
        if at is None:
            return None
        return max((day(cells[at]) or "" for cells in self.rows.values()), default=None)

    def _where(self, urn: str) -> str:
        return f"Row {self.numbers[urn]} (URN {urn})"

    def _header(self) -> list[str]:
        return sorted(f"{name}@{at}" for name, at in self.layout.columns.items())


def extract_of(table: Table, name: str, authorities: tuple[str, ...]) -> Extract:
    """The rows of the selected authorities, or all of them."""
    layout = Layout(table.header)
    urn_at, authority_at = layout.columns["URN"], layout.columns["LA (code)"]
    chosen = frozenset(authorities)
    rows: dict[str, Cells] = {}
    numbers: dict[str, int] = {}
    for number, cells in table.rows.items():
        urn = cells[urn_at]
        if not URN.fullmatch(urn):
            raise reject("urn", f"Row {number}: {urn[:20]!r} is not a URN of six digits.")
        if chosen and cells[authority_at] not in chosen:
            continue
        if urn in rows:
            message = f"Row {number} (URN {urn}): row {numbers[urn]} has this URN too."
            raise reject("duplicate", message)
        rows[urn], numbers[urn] = cells, number
    if not rows:
        raise reject("nothing-selected", "The file has no row of the selected authorities.")
    return Extract(layout, _kind(layout, table, name), rows, numbers, table.empty_rows)


def extract_date(name: str, given: date | None, newest: str | None = None) -> date:
    """The date of an extract: as given, else as its name says, else of its newest change."""
    if given is not None:
        return given
    found = DATED.search(name)
    try:
        return date.fromisoformat("-".join(found.groups()) if found else newest or "")
    except ValueError:
        message = (
            "The file's date is unknown: name it like edubasealldata20250717.csv, or give --date."
        )
        raise reject("undated", message) from None


def selection(text: str) -> tuple[str, ...]:
    """The authorities of a selection such as "805,806"; none means all of them."""
    chosen = sorted({part.strip() for part in text.split(",") if part.strip()})
    for code in chosen:
        if not AUTHORITY.fullmatch(code):
            raise reject("authority", f"{code[:20]!r} is not an authority's code of three digits.")
    return tuple(chosen)


def _kind(layout: Layout, table: Table, name: str) -> Kind:
    # An extract of open state-funded schools holds no closed one, a full one holds thousands.
    if "statefunded" in name.casefold():
        return "state-funded"
    if "alldata" in name.casefold():
        return "full"
    assert layout.status is not None  # noqa: S101 - a required column
    closed = any(layout.status(cells)[0] == codes.CLOSED for cells in table.rows.values())
    return "full" if closed else "state-funded"
