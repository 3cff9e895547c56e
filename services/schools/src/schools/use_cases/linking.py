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
from schools.domain.rejections import reject
from schools.store import register
from schools.store.register import Snapshot
from schools.use_cases.importing import ATTEMPTS, summary_of
from schools.use_cases.progress import Progress, quiet
from schools.use_cases.writing import Prepared, write


async def import_links(
    service: Service, file: File, *, shrink_percent: float = 5, progress: Progress = quiet
) -> Summary:
    """Replaces the links of the last file by this file's, or raises FileRejected."""
    progress("reading links", 0, 0)
    given = await asyncio.to_thread(lambda: read_links(read_table(file.content)))
    newest = max((link.established_on or "" for link in given), default=None)
    judged = file.as_import("links", len(given), newest)
    for _ in range(ATTEMPTS):
        async with service.store.reading() as session:
            snapshot = await register.snapshot(session)
            if admission.repeated(judged, snapshot.imports):
                return summary_of(file, judged, repeated=True)
            admission.admit(judged, snapshot.imports, shrink_percent)
            prepared = await _prepare(session, file, judged, given, snapshot)
        if await write(service, prepared, progress):
            return prepared.summary
    raise reject("busy", "Other imports kept changing the register: try again.")


async def _prepare(
    session: AsyncSession, file: File, judged: Import, given: set[Link], snapshot: Snapshot
) -> Prepared:
    standing = set(await register.links(session))
    ours = {link for link in standing if link.link_type == MATCHED}
    changed = (standing - ours) ^ given
    touched = {urn for link in changed for urn in link[:2]} & snapshot.standing.keys()
    related = RelatedSchools(given | ours)
    linked = {urn for one in touched for pair in related.replacements(one) for urn in pair}
    known = await register.schools(session, touched | (linked & snapshot.standing.keys()))
    plan = Plan(snapshot.number + 1, judged.extract_date, related, known)
    plan.relink(sorted(touched))
    plan.convert()
    marks = {urn: known.mark for urn, known in snapshot.standing.items()}
    return Prepared(plan, summary_of(file, judged, plan=plan), marks, given)
