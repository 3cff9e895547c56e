"""Builders of small extracts, in both layouts."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

from schools.domain.files.extract import Extract, extract_of
from schools.domain.files.links import Link
from schools.domain.files.table import read_table
from schools.domain.register.planning import Plan
from schools.domain.register.related_schools import RelatedSchools
from schools.domain.register.school import School

Row = Mapping[str, object]

CODED = {
    "URN": 900001,
    "LA (code)": "806",
    "LA (name)": "Middlesbrough",
    "EstablishmentNumber": "2001",
    "EstablishmentName": "Alder Grove Primary School",
    "TypeOfEstablishment (code)": "1",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (code)": "1",
    "EstablishmentStatus (name)": "Open",
    "CloseDate": "",
    "PhaseOfEducation (code)": "2",
    "PhaseOfEducation (name)": "Primary",
    "Postcode": "TS95 1AA",
}
NAMED = {
    "URN": 900001,
    "LA (code)": "806",
    "EstablishmentNumber": "2001",
    "EstablishmentName": "Alder Grove Primary School",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "",
    "PhaseOfEducation (name)": "Primary",
    "Postcode": "TS95 1AA",
}
CLOSED = {"EstablishmentStatus (code)": "2", "EstablishmentStatus (name)": "Closed"}


def coded(**columns: object) -> dict[str, object]:
    """A row with codes and names; columns by keyword, as urn, name, status, type, postcode."""
    return {**CODED, **_columns(columns)}


def named(**columns: object) -> dict[str, object]:
    """A row with names only."""
    return {**NAMED, **_columns(columns)}


def academy(urn: int, opened: str, **columns: object) -> dict[str, object]:
    """An academy of the state-funded layout."""
    return named(urn=urn, type="Academy converter", opened=opened, **columns)


def _columns(given: Mapping[str, object]) -> dict[str, object]:
    short = {
        "urn": "URN",
        "la": "LA (code)",
        "number": "EstablishmentNumber",
        "name": "EstablishmentName",
        "postcode": "Postcode",
        "opened": "OpenDate",
        "closed": "CloseDate",
        "type": "TypeOfEstablishment (name)",
        "status": "EstablishmentStatus (name)",
    }
    return {short.get(name, name): value for name, value in given.items()}


def as_csv(rows: Sequence[Row], codec: str = "windows-1252") -> bytes:
    """As GIAS writes it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(rows[0])
    writer.writerows(row.values() for row in rows)
    return text.getvalue().encode(codec)


def extract(*rows: Row, name: str = "edubasealldata20250901.csv", la: str = "") -> Extract:
    """An extract with these rows."""
    return extract_of(read_table(as_csv(rows)), name, tuple(la.split(",")) if la else ())


def read_everything(content: bytes) -> None:
    """Reads a file and each of its schools."""
    read = extract_of(read_table(content), "edubasealldata20250901.csv", ())
    for urn in read.rows:
        read.read(urn)


def first_import(*rows: Row, on: date = date(2025, 9, 1), links: Sequence[Link] = ()) -> Plan:
    """What the first extract ever does."""
    plan = Plan(1, on, RelatedSchools(links), {})
    read = extract(*rows)
    plan.take(read, list(read.rows))
    plan.convert()
    return plan


def next_import(
    before: Plan,
    *rows: Row,
    on: date = date(2026, 9, 1),
    links: Sequence[Link] = (),
    missing: Sequence[str] = (),
) -> Plan:
    """What a later extract does; `missing` are the schools that it no longer has."""
    known: dict[str, School] = {**before.known, **before.after}
    ends = {urn: school.end for urn, school in known.items()}
    plan = Plan(before.number + 1, on, RelatedSchools(links, ends), known, previous=before.as_of)
    read = extract(*rows)
    plan.take(read, list(read.rows))
    plan.miss(missing)
    plan.convert(known.values())
    return plan


def happened(plan: Plan) -> dict[str, str]:
    """URN -> what happened to it."""
    return {outcome.school.urn: outcome.happened for outcome in plan.outcomes}
