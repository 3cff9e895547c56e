"""A file that is handed in, and what became of it."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from schools.domain.admission import Import
from schools.domain.extract import Kind, extract_date


@dataclass(frozen=True)
class File:
    """The file's name and content, and what its sender said about it."""

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
    """What one file did; `repeated` where it was applied before and nothing was done."""

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
    absent: int = 0
    repeated: bool = False
    unknown_types: tuple[str, ...] = ()  # of schools that count neither as maintained nor academy
