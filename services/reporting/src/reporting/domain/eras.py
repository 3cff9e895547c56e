"""Inspections by era: each in its own words, because eras are never compared."""

from collections.abc import Iterable

from reporting.domain.changes import Row

ERAS = {
    "report-card": "Report cards, from 10 November 2025",
    "monitoring": "Monitoring visits, which give no grade",
    "sub-grades": "Graded areas without an overall grade, from 2 September 2024",
    "overall-grade": "Overall grades, until 1 September 2024",
}


def by_era(inspections: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Each era that has an inspection, the newest era first, with its inspections."""
    found: dict[str, list[Row]] = {}
    for row in inspections:
        found.setdefault(row["era"], []).append(row)
    order = [*ERAS, *sorted(found.keys() - ERAS.keys())]
    return [(ERAS.get(era, era), found[era]) for era in order if era in found]
