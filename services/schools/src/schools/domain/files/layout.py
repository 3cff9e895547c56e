"""Third step: which columns an extract has, and what one row of it says about a school."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from schools.domain import codes
from schools.domain.rejections import FileRejected, Reason, reject

State = dict[str, Any]  # what is known of a school, in plain JSON values; None is "not known"

TEXTS = {
    "urn": "URN",
    "name": "EstablishmentName",
    "la_code": "LA (code)",
    "la_name": "LA (name)",
    "establishment_number": "EstablishmentNumber",
    "street": "Street",
    "locality": "Locality",
    "town": "Town",
    "county": "County (name)",
    "postcode": "Postcode",
    "ward": "AdministrativeWard (name)",
    "ukprn": "UKPRN",
    "trust": "Trusts (name)",
    "diocese": "Diocese (name)",
    "religious_character": "ReligiousCharacter (name)",
    "gender": "Gender (name)",
}
NUMBERS = {
    "low_age": "StatutoryLowAge",
    "high_age": "StatutoryHighAge",
    "pupils": "NumberOfPupils",
    "easting": "Easting",
    "northing": "Northing",
}
DATES = {"open_date": "OpenDate", "close_date": "CloseDate"}
LONGEST_NUMBER = 9  # digits: more than any count, age or metre of the register has
STATUS, TYPE, PHASE = "EstablishmentStatus", "TypeOfEstablishment", "PhaseOfEducation"
REQUIRED = ("URN", "LA (code)", "EstablishmentNumber", "EstablishmentName")

CODED = ("status", "status_code", "type", "type_code", "phase", "phase_code")
FIELDS = (*TEXTS, *CODED, *NUMBERS, *DATES)
NOTHING_KNOWN: State = dict.fromkeys(FIELDS)

Cells = list[str]
Coded = Callable[[Cells], tuple[str, str]]  # a row's code and name


class Layout:
    """The columns of one file; unknown ones are ignored, absent ones say nothing."""

    def __init__(self, header: list[str]) -> None:
        self.columns: dict[str, int] = {}
        for position, name in enumerate(header):
            self.columns.setdefault(name, position)
        self._reject_missing()
        self._texts = self._positions(TEXTS)
        self._numbers = self._positions(NUMBERS)
        self._dates = self._positions(DATES)
        self.status = self._coded(STATUS, codes.STATUSES, codes.STATUS_CODES)
        self._type = self._coded(TYPE, codes.TYPES, codes.TYPE_CODES)
        self._phase = self._coded(PHASE, codes.PHASES, codes.PHASE_CODES)
        self.read_positions = sorted(
            position for name, position in self.columns.items() if name in _READ
        )

    def read(self, cells: Cells) -> State:
        """What the row says, and only that: a field whose column is absent is left out."""
        stated: State = {field: cells[position].strip() for field, position in self._texts}
        assert self.status is not None  # noqa: S101 - the constructor refused the file otherwise
        assert self._type is not None  # noqa: S101
        stated["status_code"], stated["status"] = self.status(cells)
        stated["type_code"], stated["type"] = self._type(cells)
        if self._phase is not None:
            stated["phase_code"], stated["phase"] = self._phase(cells)
        for field, position in self._numbers:
            stated[field] = number(cells[position])
        for field, position in self._dates:
            stated[field] = day(cells[position])
        return _without_nowhere(stated)

    def _positions(self, fields: dict[str, str]) -> list[tuple[str, int]]:
        present = self.columns
        return [(field, present[name]) for field, name in fields.items() if name in present]

    def _coded(self, stem: str, names: dict[str, str], by_name: dict[str, str]) -> Coded | None:
        code_at = self.columns.get(f"{stem} (code)")
        name_at = self.columns.get(f"{stem} (name)")
        pad = 2 if stem == TYPE else 1

        @lru_cache(maxsize=512)
        def known(code: str, name: str) -> tuple[str, str]:
            code = code.strip().zfill(pad) if code.strip() else by_name.get(codes.plain(name), "")
            return code, name.strip() or names.get(code, "")

        if code_at is None and name_at is None:
            return None
        return lambda cells: known(
            "" if code_at is None else cells[code_at], "" if name_at is None else cells[name_at]
        )

    def _reject_missing(self) -> None:
        if "LinkURN" in self.columns:
            message = (
                "The file is a links file, not an extract. Give it with --links, or put the word "
                "links into its name in the intake folder."
            )
            raise reject("wrong-kind", message)
        missing = [name for name in REQUIRED if name not in self.columns]
        missing += [
            f"{stem} (code) or (name)"
            for stem in (STATUS, TYPE)
            if not {f"{stem} (code)", f"{stem} (name)"} & set(self.columns)
        ]
        if missing:
            raise FileRejected(
                Reason("column-missing", f"The file lacks the column {name}.") for name in missing
            )


_READ = frozenset(
    {*TEXTS.values(), *NUMBERS.values(), *DATES.values()}
    | {f"{stem} ({what})" for stem in (STATUS, TYPE, PHASE) for what in ("code", "name")}
)


@lru_cache(maxsize=65536)
def day(cell: str) -> str | None:
    """A date such as 31-08-2012 as an ISO date; blank is not known."""
    cell = cell.strip()
    if not cell:
        return None
    try:
        return date.fromisoformat(f"{cell[6:]}-{cell[3:5]}-{cell[:2]}").isoformat()
    except ValueError:
        raise reject("date", f"A date is not of the form dd-mm-yyyy: {cell[:20]!r}.") from None


@lru_cache(maxsize=65536)
def number(cell: str) -> int | None:
    """A whole number; blank is not known."""
    cell = cell.strip()
    if not cell:
        return None
    if not cell.isascii() or not cell.isdigit() or len(cell) > LONGEST_NUMBER:
        raise reject(
            "number",
            f"A whole number of at most {LONGEST_NUMBER} digits is expected, not {cell[:20]!r}.",
        )
    return int(cell)


def _without_nowhere(stated: State) -> State:
    # The register writes 0, 0 for a place that it does not know.
    if stated.get("easting") == 0 and stated.get("northing") == 0:
        stated["easting"] = stated["northing"] = None
    return stated
