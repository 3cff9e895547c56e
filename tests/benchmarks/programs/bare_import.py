"""Baseline: a bare script that parses an extract and inserts by executemany, outbox rows too."""

import csv
import io
import json
import sqlite3
import uuid
from pathlib import Path

from benchmarks.harness import Figures, given, report
from benchmarks.programs.stopwatch import Stopwatch

COLUMNS = (
    "URN",
    "LA (code)",
    "LA (name)",
    "EstablishmentNumber",
    "EstablishmentName",
    "TypeOfEstablishment (code)",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (code)",
    "EstablishmentStatus (name)",
    "OpenDate",
    "CloseDate",
    "PhaseOfEducation (code)",
    "PhaseOfEducation (name)",
    "StatutoryLowAge",
    "StatutoryHighAge",
    "Gender (name)",
    "ReligiousCharacter (name)",
    "Diocese (name)",
    "NumberOfPupils",
    "Trusts (name)",
    "UKPRN",
    "Street",
    "Locality",
    "Town",
    "County (name)",
    "Postcode",
    "AdministrativeWard (name)",
    "Easting",
    "Northing",
)


def bare_import(file: str, database: str) -> Figures:
    """From before the file is opened until the commit."""
    watch = Stopwatch()
    text = Path(file).read_bytes().decode("cp1252")
    reader = csv.reader(io.StringIO(text, newline=""))
    places = _places(next(reader))
    rows = [tuple(row[place] for place in places.values()) for row in reader]
    names = list(places)
    events = [(str(uuid.uuid4()), json.dumps(dict(zip(names, row, strict=True)))) for row in rows]
    connection = sqlite3.connect(database)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    connection.execute(f"CREATE TABLE school ({', '.join(f'c{n}' for n in range(len(names)))})")
    connection.execute("CREATE TABLE outbox (seq INTEGER PRIMARY KEY, id TEXT, body TEXT)")
    with connection:
        marks = ", ".join("?" for _ in names)
        connection.executemany(f"INSERT INTO school VALUES ({marks})", rows)
        connection.executemany("INSERT INTO outbox (id, body) VALUES (?, ?)", events)
    return {**watch.read(), "rows": len(rows)}


def _places(header: list[str]) -> dict[str, int]:
    return {name: header.index(name) for name in COLUMNS if name in header}


if __name__ == "__main__":
    report(bare_import(**given()))
