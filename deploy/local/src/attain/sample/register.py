"""Writes the sample registers: made-up schools in the two layouts of a GIAS extract.

`python -m attain.sample.register` writes register-2025.csv (all establishments, 1 September
2025), register-2026.csv (open state-funded schools, 1 September 2026) and links.csv beside this
file, always the same.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from attain.sample.register_schools import (
    CLOSED,
    LINKS,
    OPEN,
    PROPOSED,
    TO_CLOSE,
    School,
    register_2025,
    register_2026,
)

FOLDER = Path(__file__).parent
NAMES = {"806": "Middlesbrough", "805": "Hartlepool"}
STATUSES = {
    OPEN: "Open",
    CLOSED: "Closed",
    TO_CLOSE: "Open, but proposed to close",
    PROPOSED: "Proposed to open",
}
TYPES = {
    "1": "Community school",
    "2": "Voluntary aided school",
    "3": "Voluntary controlled school",
    "5": "Foundation school",
    "7": "Community special school",
    "11": "Other independent school",
    "14": "Pupil referral unit",
    "15": "Local authority nursery school",
    "28": "Academy sponsor led",
    "34": "Academy converter",
    "35": "Free schools",
}
PHASES = {
    "0": "Not applicable",
    "1": "Nursery",
    "2": "Primary",
    "4": "Secondary",
    "7": "All-through",
}
AGES = {"0": (5, 16), "1": (3, 5), "2": (3, 11), "4": (11, 16), "7": (3, 18)}


def full_row(school: School) -> dict[str, str | int]:
    """The columns of a full extract."""
    return {
        "URN": school.urn,
        "LA (code)": school.la,
        "LA (name)": NAMES[school.la],
        "EstablishmentNumber": str(school.number),
        "EstablishmentName": school.name,
        "TypeOfEstablishment (code)": school.type,
        "TypeOfEstablishment (name)": TYPES[school.type],
        "EstablishmentStatus (code)": school.status,
        "EstablishmentStatus (name)": STATUSES[school.status],
        "CloseDate": school.closed,
        "PhaseOfEducation (code)": school.phase,
        "PhaseOfEducation (name)": PHASES[school.phase],
        "NumberOfPupils": ""
        if school.status in {CLOSED, PROPOSED}
        else 120 + school.urn * 37 % 400,
        "UKPRN": 19000000 + school.urn % 1000,
        "LastChangedDate": f"{school.urn % 28 + 1:02}-08-2025" if school.urn % 5 else "01-09-2025",
        **_address(school),
        "Easting": str(449000 + school.urn % 1000 * 11),
        "Northing": str(518000 + school.urn % 1000 * 7),
    }


def state_funded_row(school: School) -> dict[str, str | int]:
    """The columns of an extract of open state-funded schools: names, no codes."""
    low, high = AGES[school.phase]
    return {
        "URN": school.urn,
        "LA (code)": school.la,
        "LA (name)": NAMES[school.la],
        "EstablishmentNumber": str(school.number),
        "EstablishmentName": school.name,
        "TypeOfEstablishment (name)": TYPES[school.type],
        "EstablishmentStatus (name)": STATUSES[school.status],
        "OpenDate": school.opened,
        "PhaseOfEducation (name)": PHASES[school.phase],
        "StatutoryLowAge": low,
        "StatutoryHighAge": high,
        "Gender (name)": "Mixed",
        "ReligiousCharacter (name)": school.faith,
        "UKPRN": 19000000 + school.urn % 1000,
        **_address(school),
    }


def _address(school: School) -> dict[str, str]:
    return {
        "Street": f"{school.number % 90 + 1} Sample Street",
        "Locality": "",
        "Address3": "",
        "Town": NAMES[school.la],
        "County (name)": "",
        "Postcode": school.postcode,
    }


def as_csv(header: Iterable[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """A file in the form of GIAS: windows-1252, CRLF, texts in quotes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(list(header))
    writer.writerows(rows)
    return text.getvalue().encode("windows-1252")


def files() -> dict[str, bytes]:
    """The sample files by name."""
    full = [full_row(school) for school in register_2025()]
    later = [state_funded_row(school) for school in register_2026()]
    header = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")
    return {
        "register-2025.csv": as_csv(full[0], (list(row.values()) for row in full)),
        "register-2026.csv": as_csv(later[0], (list(row.values()) for row in later)),
        "links.csv": as_csv(header, LINKS),
    }


def main() -> None:
    """Write the sample files."""
    for name, content in files().items():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
