"""Gives references out of a series without gaps: A-2026-0001, G-2026-0001."""

from sqlalchemy import text

from chassis import Work

_NEXT = text(
    "INSERT INTO number (series, last) VALUES (:series, 1) "
    "ON CONFLICT (series) DO UPDATE SET last = number.last + 1 RETURNING last"
)


async def next_number(work: Work, letter: str, year: int) -> str:
    """The next reference of a series; one that is rolled back is given again."""
    series = f"{letter}-{year}"
    found = await work.session.execute(_NEXT, {"series": series})
    return f"{series}-{found.scalar_one():04d}"
