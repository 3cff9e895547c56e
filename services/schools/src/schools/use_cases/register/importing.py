"""Imports an extract: reads and compares it first, then writes it in one transaction."""

import asyncio
from collections.abc import Container, Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import Service
from schools.domain.files import admission
from schools.domain.files.admission import Import
from schools.domain.files.extract import Extract, extract_of
from schools.domain.files.file import File, Summary
from schools.domain.files.table import read_table
from schools.domain.register.differences import Comparison, compare
from schools.domain.register.planning import Plan
from schools.domain.register.related_schools import RelatedSchools
from schools.domain.register.school import School
from schools.domain.rejections import reject
from schools.store import register
from schools.store.register import Snapshot
from schools.use_cases.register.progress import Progress, quiet, watched, without_collecting
from schools.use_cases.register.writing import Prepared, write

ATTEMPTS = 3


async def import_extract(
    service: Service, file: File, *, shrink_percent: float = 5, progress: Progress = quiet
) -> Summary:
    """Applies an extract of the register whole, or raises FileRejected and applies nothing."""
    with without_collecting():
        progress("reading", 0, 0)
        extract = await asyncio.to_thread(_read, file)
        judged = await asyncio.to_thread(_judged, file, extract)
        for _ in range(ATTEMPTS):
            async with service.store.reading() as session:
                snapshot = await register.snapshot(session)
                if admission.repeated(judged, snapshot.imports):
                    empty = extract.empty_rows
                    return summary_of(file, judged, empty_rows=empty, repeated=True)
                admission.admit(judged, snapshot.imports, shrink_percent)
                prepared = await _prepare(session, _Task(file, judged, extract, snapshot, progress))
            if await write(service, prepared, progress):
                return prepared.summary
        raise reject("busy", "Other imports kept changing the register: try again.")


class _Task:
    """One file and the register before it."""

    def __init__(
        self, file: File, judged: Import, extract: Extract, snapshot: Snapshot, progress: Progress
    ) -> None:
        self.file, self.judged, self.extract = file, judged, extract
        self.snapshot, self.progress = snapshot, progress

    def compare(self) -> Comparison:
        """What differs from the register."""
        return compare(self.extract, self.snapshot.standing, self.file.authorities)

    def work_out(
        self,
        comparison: Comparison,
        related: RelatedSchools,
        known: Mapping[str, School],
        contradicted: set[str],
    ) -> Plan:
        """Plans the change of each school, and relates the contradicted ones anew."""
        plan = Plan(
            number=self.snapshot.number + 1,
            as_of=self.judged.extract_date,
            related=related,
            known=known,
            previous=admission.previous_date(self.judged, self.snapshot.imports),
        )
        plan.take(self.extract, watched(comparison.differing, self.progress, "comparing"))
        plan.miss(comparison.missing)
        plan.relink(contradicted)
        plan.convert(known.values())
        return plan

    def summary(self, plan: Plan, absent: int) -> Summary:
        """The figures of the planned import."""
        return summary_of(
            self.file,
            self.judged,
            plan=plan,
            rows=self.extract.rows,
            empty_rows=self.extract.empty_rows,
            absent=absent,
        )

    def marks(self, comparison: Comparison) -> dict[str, str | None]:
        """The mark of each school's last row."""
        earlier = {urn: known.mark for urn, known in self.snapshot.standing.items()}
        return {**earlier, **comparison.marks}


def _read(file: File) -> Extract:
    return extract_of(read_table(file.content), file.name, file.authorities)


def _judged(file: File, extract: Extract) -> Import:
    return file.as_import(extract.kind, len(extract.rows), extract.newest_change())


async def _prepare(session: AsyncSession, task: _Task) -> Prepared:
    comparison = await asyncio.to_thread(task.compare)
    related = RelatedSchools(await register.links(session), task.snapshot.ends())
    contradicted = await register.contradicted(session, task.snapshot.ends())
    touched = {*comparison.differing, *comparison.missing, *contradicted}
    known = await _concerned(session, task, comparison, related.around(touched))
    plan = await asyncio.to_thread(task.work_out, comparison, related, known, contradicted)
    absent = len(comparison.missing)
    return Prepared(plan, task.summary(plan, absent), task.marks(comparison))


async def _concerned(
    session: AsyncSession, task: _Task, comparison: Comparison, touched: set[str]
) -> dict[str, School]:
    """The known schools that this file can change, by its rows, by links or by a match."""
    standing = task.snapshot.standing
    if not standing:
        return {}
    known = await register.schools(session, touched & standing.keys())
    postcodes = {task.extract.postcode(urn) for urn in comparison.newcomers} - {""}
    return {**await register.schools_at(session, postcodes), **known}


def summary_of(
    file: File,
    judged: Import,
    *,
    plan: Plan | None = None,
    rows: Container[str] = (),
    empty_rows: int = 0,
    absent: int = 0,
    repeated: bool = False,
) -> Summary:
    """The figures of a file; `rows` are the URNs that an extract has."""
    return Summary(
        file=file.name,
        file_sha256=judged.sha256,
        kind=judged.kind,
        authorities=judged.authorities,
        extract_date=judged.extract_date,
        rows=judged.rows,
        added=plan.count("registered") if plan else 0,
        changed=plan.count("changed") if plan else 0,
        closed=plan.count("closed") if plan else 0,
        converted=plan.count("converted") if plan else 0,
        unchanged=_unchanged(judged, plan, rows),
        empty_rows=empty_rows,
        absent=absent,
        repeated=repeated,
        unknown_types=plan.unknown_types() if plan else (),
    )


def _unchanged(judged: Import, plan: Plan | None, rows: Container[str]) -> int:
    """The number of rows that changed nothing."""
    if plan is None or judged.kind == "links":
        return judged.rows if plan is None else 0
    return judged.rows - sum(outcome.school.urn in rows for outcome in plan.outcomes)
