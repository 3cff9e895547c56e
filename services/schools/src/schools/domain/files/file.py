"""A file of the register as it was given, and its result."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from schools.domain.files.admission import Import
from schools.domain.files.extract import Kind, extract_date


@dataclass(frozen=True)
class File:
    """The file's name and content, with the selection and the date that its sender gave."""

    name: str
    content: bytes = field(repr=False)
    authorities: tuple[str, ...] = ()
    given_date: date | None = None

    def as_import(self, kind: Kind, rows: int, newest: str | None) -> Import:
        """The file as it is judged against earlier ones; `newest` is the last day it speaks of."""
        return Import(
            sha256=sha256(self.content).hexdigest(),
            kind=kind,
            authorities=() if kind == "links" else self.authorities,
            extract_date=extract_date(self.name, self.given_date, newest),
            rows=rows,
        )


@dataclass(frozen=True)
class Summary:
    """The result of one file; `repeated` if it was applied before and changed nothing."""

    file: str
    file_sha256: str
    kind: Kind
    authorities: tuple[str, ...]
    extract_date: date
    rows: int
    added: int = 0
    changed: int = 0
    closed: int = 0
    converted: int = 0
    unchanged: int = 0
    empty_rows: int = 0  # left out of `rows`
    absent: int = 0
    repeated: bool = False
    unknown_types: tuple[str, ...] = ()  # of schools that count neither as maintained nor academy
