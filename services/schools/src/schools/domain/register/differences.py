"""Fourth step: the schools whose rows differ from the last extract's, and those it lacks."""

from collections.abc import Mapping
from dataclasses import dataclass

from schools.domain import codes
from schools.domain.files.extract import Extract
from schools.domain.register.related_schools import end_of

STATE_FUNDED = codes.PART4_MAINTAINED | codes.ACADEMIES | {"14"}


@dataclass(frozen=True)
class KnownSchool:
    """What the register has of one school that a comparison needs."""

    mark: str | None
    la_code: str
    status_code: str
    type_code: str
    absent: bool
    close_date: str | None = None

    @property
    def end(self) -> str | None:
        """Its closing date, STILL_OPEN, or None where its end is not known."""
        return end_of(self.status_code, self.close_date, absent=self.absent)


@dataclass(frozen=True)
class Comparison:
    """The URNs that a file may change."""

    marks: Mapping[str, str]
    differing: list[str]
    missing: list[str]
    newcomers: list[str]


def compare(
    extract: Extract, standing: Mapping[str, KnownSchool], authorities: tuple[str, ...]
) -> Comparison:
    """Compares the marks of the rows with those of the last rows about the same schools."""
    marks = dict(extract.marks())
    differing = [
        urn
        for urn, mark in marks.items()
        if (known := standing.get(urn)) is None or known.mark != mark or known.absent
    ]
    missing = [
        urn
        for urn, known in standing.items()
        if urn not in marks and not known.absent and _expected(known, extract, authorities)
    ]
    newcomers = [urn for urn in differing if _arrives(standing.get(urn))]
    return Comparison(marks, differing, missing, newcomers)


def _expected(known: KnownSchool, extract: Extract, authorities: tuple[str, ...]) -> bool:
    """Whether this kind of extract, of these authorities, should hold the school if it is open."""
    if known.status_code == codes.CLOSED:
        return False
    if authorities and known.la_code not in authorities:
        return False
    if extract.kind == "full":
        return True
    return codes.is_open(known.status_code) and known.type_code in STATE_FUNDED


def _arrives(known: KnownSchool | None) -> bool:
    return known is None or not codes.is_open(known.status_code)
