"""Lets a school become an academy: imports the register again with the school and its successor."""

import csv
import io
from pathlib import Path

from attain.scenario import calendar as days
from attain.scenario.context import Context
from attain.scenario.facts import Facts
from attain.scenario.projects import PROJECTS
from attain.scenario.register import SAMPLE, import_extract

CLOSED, ACADEMY = "2", "34"
FILE, LINKS = "demonstration-register.csv", "demonstration-links.csv"


async def convert(context: Context, facts: Facts, register: Path | None) -> None:
    """The lead school of the project that moves closes, and its academy opens the day after.

    Another run goes on from the register that this one leaves.
    """
    (project,) = (each for each in PROJECTS if each.novated)
    file, links = (context.stack.folder.path / name for name in (FILE, LINKS))
    rows, linked = _read(file if file.exists() else register or SAMPLE), _read(links)
    old = facts.of(project)["lead_school"]
    successor = _convert(rows, old, facts)
    _write(file, rows)
    _write(links, [*linked, *_links(old, successor, facts)])
    facts.learn(project, successor=successor)
    await import_extract(context, file, facts.calendar.date(days.TODAY), links)
    await context.expect(
        "applications.award.suspended",
        f"“{project.title}” is suspended while its school has closed.",
        {"award": facts.of(project)["award"]},
    )


def _convert(rows: list[dict[str, str]], urn: str, facts: Facts) -> str:
    """The successor's URN, one that no school has."""
    new = str(max(int(row["URN"]) for row in rows) + 1)
    closed, opened = (_day(facts.calendar.date(day)) for day in (-2, -1))
    old = next(row for row in rows if row["URN"] == urn)
    row = {**old, "URN": new, "OpenDate": opened, "CloseDate": ""}
    row |= {
        "TypeOfEstablishment (code)": ACADEMY,
        "TypeOfEstablishment (name)": "Academy converter",
    }
    old |= {"EstablishmentStatus (code)": CLOSED, "EstablishmentStatus (name)": "Closed"}
    old |= {"CloseDate": closed}
    rows.append(row)
    return new


def _links(old: str, new: str, facts: Facts) -> list[dict[str, str]]:
    """Both ways, as the register's file of links has them."""
    day = _day(facts.calendar.date(-1))
    ways = ((old, new, "Successor"), (new, old, "Predecessor"))
    return [
        {
            "URN": urn,
            "LinkURN": other,
            "LinkName": "",
            "LinkType": kind,
            "LinkEstablishedDate": day,
        }
        for urn, other, kind in ways
    ]


def _day(date: str) -> str:
    """As extracts write it: dd-mm-yyyy."""
    return "-".join(reversed(date.split("-")))


def _read(file: Path) -> list[dict[str, str]]:
    if not file.exists():
        return []
    text = file.read_bytes().decode("windows-1252")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _write(file: Path, rows: list[dict[str, str]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_bytes(text.getvalue().encode("windows-1252"))
