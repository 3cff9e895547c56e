"""Importing an extract: read and compared outside the transaction, written in one short one."""

import asyncio
from collections.abc import Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import Service
from schools.domain import admission
from schools.domain.admission import Import
from schools.domain.comparing import Comparison, compare
from schools.domain.extract import Extract, extract_of
from schools.domain.files import File, Summary
from schools.domain.links import Lineage
from schools.domain.planning import Plan
from schools.domain.refusals import refuse
from schools.domain.schools import School
from schools.domain.table import read_table
from schools.store import register
from schools.store.register import Snapshot
from schools.use_cases.progress import Progress, quiet, watched, without_collecting
from schools.use_cases.writing import Prepared, write

ATTEMPTS = 3


async def import_extract(
    service: Service, file: File, *, shrink_percent: float = 5, progress: Progress = quiet
) -> Summary:
    """Applies an extract of the register whole, or raises FileRefused and applies nothing."""
    with without_collecting():
        progress("reading", 0, 0)
        extract = await asyncio.to_thread(_read, file)
        judged = await asyncio.to_thread(_judged, file, extract)
        for _ in range(ATTEMPTS):
            async with service.store.reading() as session:
                snapshot = await register.snapshot(session)
                if admission.repeated(judged, snapshot.imports):
                    return summary_of(file, judged, repeated=True)
                admission.admit(judged, snapshot.imports, shrink_percent)
                prepared = await _prepare(session, _Task(file, judged, extract, snapshot, progress))
            if await write(service, prepared, progress):
                return prepared.summary
        raise refuse("busy", "Other imports kept changing the register: try again.")


class _Task:
    """One file in the light of the register that it meets."""

    def __init__(
        self, file: File, judged: Import, extract: Extract, snapshot: Snapshot, progress: Progress
    ) -> None:
        self.file, self.judged, self.extract = file, judged, extract
        self.snapshot, self.progress = snapshot, progress

    def compare(self) -> Comparison:
        """What differs from the register."""
        return compare(self.extract, self.snapshot.standing, self.file.authorities)

    def work_out(
        self, comparison: Comparison, lineage: Lineage, known: Mapping[str, School]
    ) -> Plan:
        """What follows for each school."""
        plan = Plan(
            number=self.snapshot.number + 1,
            as_of=self.judged.extract_date,
            lineage=lineage,
            known=known,
            previous=admission.previous_date(self.judged, self.snapshot.imports),
        )
        plan.take(self.extract, watched(comparison.differing, self.progress, "comparing"))
        plan.miss(comparison.missing)
        plan.convert(known.values())
        return plan

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
    lineage = Lineage(await register.links(session))
    known = await _concerned(session, task, comparison, lineage)
    plan = await asyncio.to_thread(task.work_out, comparison, lineage, known)
    absent = len(comparison.missing)
    summary = summary_of(task.file, task.judged, plan=plan, absent=absent)
    return Prepared(plan, summary, task.marks(comparison))


async def _concerned(
    session: AsyncSession, task: _Task, comparison: Comparison, lineage: Lineage
) -> dict[str, School]:
    """The known schools that this file can change, by its rows, by links or by a likeness."""
    standing = task.snapshot.standing
    if not standing:
        return {}
    touched = [*comparison.differing, *comparison.missing]
    kin = [urn for one in touched for pair in lineage.replacements(one) for urn in pair]
    known = await register.schools(session, (u for u in (*touched, *kin) if u in standing))
    postcodes = {task.extract.postcode(urn) for urn in comparison.newcomers} - {""}
    return {**await register.schools_at(session, postcodes), **known}


def summary_of(
    file: File,
    judged: Import,
    *,
    plan: Plan | None = None,
    absent: int = 0,
    repeated: bool = False,
) -> Summary:
    """What the file did, in figures."""
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
        unchanged=_unchanged(judged, plan),
        absent=absent,
        repeated=repeated,
        unknown_types=plan.unknown_types() if plan else (),
    )


def _unchanged(judged: Import, plan: Plan | None) -> int:
    """The rows of the file that said nothing new."""
    if plan is None or judged.kind == "links":
        return judged.rows if plan is None else 0
    told = sum(outcome.school.absent_since is None for outcome in plan.outcomes)
    return judged.rows - told
