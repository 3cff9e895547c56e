"""Four extracts of one site: converted by mistake, open again, then truly converted."""

from datetime import date

from unit.schools.extracts import CLOSED, Row, coded

OLD, MISTAKEN, TRUE, OTHER = 900011, 900012, 900013, 900020
DATES = tuple(date(2026, month, 1) for month in (2, 3, 4, 6))


def school(urn: int, opened: str, closed: str = "", *, academy: bool = True) -> Row:
    row = coded(urn=urn, name="Harbour Lane Primary", postcode="TS95 7LA", closed=closed)
    kind = {"TypeOfEstablishment (code)": "34" if academy else "1"}
    return {**row, **kind, "OpenDate": opened, **(CLOSED if closed else {})}


def old(closed: str = "") -> Row:
    return school(OLD, "01-09-1990", closed, academy=False)


BESIDE = coded(urn=OTHER, postcode="TS95 9ZZ", OpenDate="")
OPEN = (old(), BESIDE)
CONVERTED = (old("28-02-2026"), school(MISTAKEN, "01-03-2026"), BESIDE)
BACK = (old(), school(MISTAKEN, "01-03-2026", "31-03-2026"), BESIDE)
TRULY = (
    old("30-04-2026"),
    school(MISTAKEN, "01-03-2026", "31-03-2026"),
    school(TRUE, "01-05-2026"),
    BESIDE,
)
FILES = (OPEN, CONVERTED, BACK, TRULY)
