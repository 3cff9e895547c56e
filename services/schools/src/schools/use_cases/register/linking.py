"""Imports a links file: predecessors, successors and the conversions that follow."""

import asyncio

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import Service
from schools.domain.files import admission
from schools.domain.files.admission import Import
from schools.domain.files.file import File, Summary
from schools.domain.files.links import MATCHED, Link, read_links
from schools.domain.files.table import read_table
from schools.domain.register.planning import Plan
from schools.domain.register.related_schools import RelatedSchools
from schools.domain.rejections import FileRejected, reject
from schools.store import register
from schools.store.register import Snapshot
from schools.use_cases.register.importing import ATTEMPTS, summary_of
from schools.use_cases.register.progress import Progress, quiet
from schools.use_cases.register.writing import Prepared, write


async def import_links(
    service: Service, file: File, *, shrink_percent: float = 5, progress: Progress = quiet
) -> Summary:
    """Replaces the links of the last file by this file's, or raises FileRejected."""
    progress("reading links", 0, 0)
    try:
        return await _import(service, file, shrink_percent, progress)
    except FileRejected as refusal:
        raise refusal.about(f"Links file {file.name}") from None


async def _import(
    service: Service, file: File, shrink_percent: float, progress: Progress
) -> Summary:
    given, empty = await asyncio.to_thread(_read, file)
    newest = max((link.established_on or "" for link in given), default=None)
    judged = file.as_import("links", len(given), newest)
    for _ in range(ATTEMPTS):
        async with service.store.reading() as session:
            snapshot = await register.snapshot(session)
            if admission.repeated(judged, snapshot.imports):
                return summary_of(file, judged, empty_rows=empty, repeated=True)
            admission.admit(judged, snapshot.imports, shrink_percent)
            plan, marks = await _plan(session, judged, given, snapshot)
        summary = summary_of(file, judged, plan=plan, empty_rows=empty)
        prepared = Prepared(plan, summary, marks, given)
        if await write(service, prepared, progress):
            return prepared.summary
    raise reject("busy", "Other imports kept changing the register: try again.")


def _read(file: File) -> tuple[set[Link], int]:
    """The links of the file, and its number of empty rows."""
    table = read_table(file.content)
    return read_links(table), table.empty_rows


async def _plan(
    session: AsyncSession, judged: Import, given: set[Link], snapshot: Snapshot
) -> tuple[Plan, dict[str, str | None]]:
    standing = set(await register.links(session))
    ours = {link for link in standing if link.link_type == MATCHED}
    changed = (standing - ours) ^ given
    touched = {urn for link in changed for urn in link[:2]} & snapshot.standing.keys()
    related = RelatedSchools(given | ours, snapshot.ends())
    near = related.around(touched) & snapshot.standing.keys()
    known = await register.schools(session, near)
    plan = Plan(snapshot.number + 1, judged.extract_date, related, known)
    plan.relink(sorted(touched))
    plan.convert()
    return plan, {urn: known.mark for urn, known in snapshot.standing.items()}
