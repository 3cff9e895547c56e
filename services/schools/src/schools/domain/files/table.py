"""Second step: reads the file's text as a header and whole rows, or rejects it."""

import csv
import io
import re
from typing import NamedTuple

from schools.domain.files.encoding import Decoded, decoded
from schools.domain.rejections import FileRejected, reject

URN = re.compile(r"[1-9][0-9]{5}")
UNREADABLE = re.compile("[\0\udc80-\udcff]")


class Table(NamedTuple):
    """A header and its rows, all of the header's width, by their numbers as a spreadsheet counts.

    Rows without any content are left out and counted.
    """

    header: list[str]
    rows: dict[int, list[str]]
    empty_rows: int = 0

    def where(self, number: int) -> str:
        """The row for a message, with its URN where it has one."""
        cells = self.rows[number]
        at = self.header.index("URN") if "URN" in self.header else len(cells)
        urn = cells[at].strip() if at < len(cells) else ""
        return f"Row {number} (URN {urn})" if URN.fullmatch(urn) else f"Row {number}"


def read_table(content: bytes) -> Table:
    """Reads a CSV file of the register; raises FileRejected for one that is cut off or no table."""
    source = decoded(content)
    if not _ends_whole(source.text):
        raise _truncated("it does not end with a whole row")
    try:
        reader = csv.reader(io.StringIO(source.text, newline=""), strict=True)
        rows = dict(enumerate(reader, start=1))
    except csv.Error as error:
        raise _not_read(error) from None
    table = _headed(rows)
    if not source.clean:
        _reject_unreadable(table, source)
    _reject_ragged(table)
    return table


def _ends_whole(text: str) -> bool:
    # A last cell in quotes is whole once the quote is closed; an open end without quotes may
    # have lost its tail, and nothing would show it. A last row of commas has nothing to lose.
    last = text.rpartition("\n")[2]
    return last.endswith(("\r", '"')) or not last.strip(", \t")


def _headed(rows: dict[int, list[str]]) -> Table:
    filled = {number: row for number, row in rows.items() if any(map(str.strip, row))}
    if not filled:
        raise reject("empty", "The file has no header row.")
    empty = len(rows) - len(filled)
    header = [name.strip() for name in filled.pop(next(iter(filled)))]
    return Table(header, filled, empty)


def _not_read(error: csv.Error) -> FileRejected:
    if "unexpected end of data" in str(error):
        return _truncated("its last row breaks off inside a quoted cell")
    return reject("unreadable", f"The file is not a readable CSV table: {error}.")


def _reject_unreadable(table: Table, source: Decoded) -> None:
    if UNREADABLE.search(",".join(table.header)):
        raise _unreadable("The header row", table.header, source)
    for number, cells in table.rows.items():
        if UNREADABLE.search(",".join(cells)):
            raise _unreadable(table.where(number), cells, source)


def _unreadable(where: str, cells: list[str], source: Decoded) -> FileRejected:
    cell = next(cell for cell in cells if UNREADABLE.search(cell))
    broken = UNREADABLE.search(cell)
    assert broken is not None  # noqa: S101 - the cell was chosen for it
    byte = ord(broken.group()) & 0xFF
    shown = UNREADABLE.sub("?", cell.strip()[:40])
    codec = {"utf-8": "UTF-8"}.get(source.codec, source.codec)
    message = (
        f"{where}: {shown!r} holds the byte {byte:02X}, which is not a letter of {codec} text. "
        "Correct it, and import the file again."
    )
    return reject("encoding", message)


def _reject_ragged(table: Table) -> None:
    width, last = len(table.header), max(table.rows, default=0)
    for number, row in table.rows.items():
        if len(row) == width:
            continue
        where = table.where(number)
        if number == last and len(row) < width:
            raise _truncated(f"its last row has {len(row)} of {width} cells ({where})")
        message = f"{where} has {len(row)} cells where the header has {width}."
        raise reject("ragged", message)


def _truncated(how: str) -> FileRejected:
    return reject("truncated", f"The file is cut off: {how}. Fetch it again.")
