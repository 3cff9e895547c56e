"""First step of an import: reads the file's bytes as a header and whole rows, or rejects it."""

import csv
import io
from typing import NamedTuple

from schools.domain.rejections import FileRejected, reject

UTF8_MARK = b"\xef\xbb\xbf"


class Table(NamedTuple):
    """A header and its rows, all of the header's width."""

    header: list[str]
    rows: list[list[str]]


def read_table(content: bytes) -> Table:
    """Reads a CSV file of the register; raises FileRejected for one that is cut off or no table."""
    text = _decoded(content)
    # A last cell in quotes is whole once the quote is closed; an open end without quotes may
    # have lost its tail, and nothing would show it.
    if not text.endswith(("\n", "\r", '"')):
        raise _truncated("it does not end with a whole row")
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error as error:
        raise _not_read(error) from None
    if not rows:
        raise reject("empty", "The file has no header row.")
    header = [name.strip() for name in rows.pop(0)]
    _reject_ragged(rows, len(header))
    return Table(header, rows)


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise reject("empty", "The file is empty.")
    if b"\0" in content:
        message = f"The file is not text: byte {content.index(0) + 1} is a NUL character."
        raise reject("encoding", message)
    try:
        if content.startswith(UTF8_MARK):
            return content[len(UTF8_MARK) :].decode("utf-8")
        return content.decode("windows-1252")
    except UnicodeDecodeError as error:
        message = f"The file is not windows-1252 text: byte {error.start + 1} has no meaning."
        raise reject("encoding", message) from None


def _not_read(error: csv.Error) -> FileRejected:
    if "unexpected end of data" in str(error):
        return _truncated("its last row breaks off inside a quoted cell")
    return reject("unreadable", f"The file is not a readable CSV table: {error}.")


def _reject_ragged(rows: list[list[str]], width: int) -> None:
    for number, row in enumerate(rows, start=2):
        if len(row) == width:
            continue
        if number == len(rows) + 1 and len(row) < width:
            raise _truncated(f"its last row has {len(row)} of {width} cells")
        raise reject("ragged", f"Row {number} has {len(row)} cells where the header has {width}.")


def _truncated(how: str) -> FileRejected:
    return reject("truncated", f"The file is cut off: {how}. Fetch it again.")
