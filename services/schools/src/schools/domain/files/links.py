"""Reads a links file: one row for each predecessor or successor of a school."""

from typing import NamedTuple

from schools.domain.files.layout import day
from schools.domain.files.table import URN, Table
from schools.domain.rejections import FileRejected, Reason, reject

COLUMNS = ("URN", "LinkURN", "LinkType", "LinkEstablishedDate")
MATCHED = "Successor (matched)"  # found by us, where no links file has the two schools


class Link(NamedTuple):
    """One row: what `link_urn` is to `urn`, since when."""

    urn: str
    link_urn: str
    link_type: str
    established_on: str | None


def read_links(table: Table) -> set[Link]:
    """The links of one file."""
    missing = [name for name in COLUMNS if name not in table.header]
    if missing and "EstablishmentName" in table.header:
        message = "The file is an extract. A links file has the columns URN, LinkURN and LinkType."
        raise reject("wrong-kind", message)
    if missing:
        raise FileRejected(
            Reason("column-missing", f"The file lacks the column {name}.") for name in missing
        )
    urn, link_urn, kind, since = (table.header.index(name) for name in COLUMNS)
    found = set()
    for number, row in table.rows.items():
        if not (URN.fullmatch(row[urn]) and URN.fullmatch(row[link_urn])):
            message = f"{table.where(number)} does not link two URNs of six digits."
            raise reject("urn", message)
        try:
            established_on = day(row[since])
        except FileRejected as refusal:
            raise refusal.about(table.where(number)) from None
        found.add(Link(row[urn], row[link_urn], row[kind].strip(), established_on))
    return found
