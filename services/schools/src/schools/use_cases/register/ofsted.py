"""Imports Ofsted's management information: every inspection in it goes the way of an event."""

import asyncio
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from chassis import Service, Work
from chassis.domain import london_date
from schools.domain.files.table import read_table
from schools.domain.inspections import Inspection
from schools.domain.ofsted.rows import Fate, Row, read_rows
from schools.store import facts
from schools.use_cases.challenge.statutory import follow
from schools.use_cases.record_facts import Source
from schools.use_cases.register.embargo import take_inspection
from schools.use_cases.register.progress import chunks

CHUNK = 25  # rows in one transaction: others wait for it


@dataclass(frozen=True)
class OfstedImport:
    """The result of a file: what became of each row and each inspection in it."""

    file: str
    file_sha256: str
    rows: int
    fates: tuple[Fate, ...]

    def count(self, outcome: str) -> int:
        """How many inspections or rows came to this."""
        return Counter(fate.outcome for fate in self.fates)[outcome]


async def import_ofsted(
    service: Service, name: str, content: bytes, authorities: Collection[str], news_days: int
) -> OfstedImport:
    """Records what is new in the file; raises FileRejected where it is none that we can read.

    The same file again changes nothing. One proposal of a tier a school follows, at its end.
    """
    digest = sha256(content).hexdigest()
    rows = await asyncio.to_thread(lambda: list(read_rows(read_table(content))))
    async with service.store.reading() as session:
        known = await facts.authorities(session)
    fates: list[Fate] = []
    for some in chunks(rows, CHUNK):
        async with service.work() as work:
            news_from = london_date(work.now) - timedelta(days=news_days)
            source = Source(work.now, f"file-{digest[:24]}", is_file=True, news_from=news_from)
            import_ = _Import(work, source, known, authorities)
            for row in some:
                fates += await import_.take(row)
    for schools in chunks(sorted(_schools_changed(rows, fates)), CHUNK):
        async with service.work() as work:
            for urn in schools:
                await follow(urn, work)
    return OfstedImport(name, digest, len(rows), tuple(fates))


class _Import:
    """Some rows of a file in one transaction."""

    def __init__(
        self, work: Work, source: Source, known: dict[str, str], authorities: Collection[str]
    ) -> None:
        self._work, self._source, self._known = work, source, known
        self._authorities = authorities

    async def take(self, row: Row) -> list[Fate]:
        """What becomes of a row."""
        code = row.la_code or self._known.get(row.urn)
        if self._authorities and code not in self._authorities:
            message = f"The school is in the authority {code or 'not known'}."
            return [Fate(row.number, row.urn, "row", "skipped", None, "other-authority", message)]
        found = [await self._one(row, kind, inspection) for kind, inspection in row.inspections]
        return [*found, *row.skipped]

    async def _one(self, row: Row, kind: str, inspection: Inspection) -> Fate:
        reference = inspection.reference
        if reason := self._refused(inspection):
            return Fate(row.number, row.urn, kind, "skipped", reference, *reason)
        outcome = await take_inspection(inspection, self._work, self._source)
        return Fate(row.number, row.urn, kind, outcome, reference)

    def _refused(self, inspection: Inspection) -> tuple[str, str] | None:
        if inspection.urn not in self._known:
            return "unknown-school", f"The register has no school with the URN {inspection.urn}."
        if inspection.inspected_on > london_date(self._work.now):
            return "dated-in-the-future", f"It is dated {inspection.inspected_on}, after today."
        return None


def _schools_changed(rows: list[Row], fates: list[Fate]) -> set[str]:
    recorded = {fate.inspection for fate in fates if fate.outcome == "recorded"}
    found = [inspection for row in rows for _, inspection in row.inspections]
    return {each.urn for each in found if each.reference in recorded}
