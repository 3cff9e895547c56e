"""Writing what an import worked out: schools, history, links and events in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chassis import OutgoingEvent, Service, Work
from schools.domain.files.file import Summary
from schools.domain.files.links import Link
from schools.domain.register.planning import Happened, Outcome, Plan
from schools.events.register import (
    RegisterImported,
    SchoolChanged,
    SchoolClosed,
    SchoolConverted,
    SchoolRegistered,
)
from schools.store import register, saving
from schools.store.register import REGISTER
from schools.use_cases.register.progress import Progress, chunks

CHUNK = 5000
SCHOOL_CHANGED = "school-changed"  # a timer due at once: what follows is no part of the import
EVENT_OF: dict[Happened, type[OutgoingEvent]] = {
    "registered": SchoolRegistered,
    "changed": SchoolChanged,
    "closed": SchoolClosed,
    "converted": SchoolConverted,
}


@dataclass(frozen=True)
class Prepared:
    """All that is to be written of one file."""

    plan: Plan
    summary: Summary
    marks: Mapping[str, str | None]
    links: set[Link] | None = None  # the whole content of a links file


async def write(service: Service, prepared: Prepared, progress: Progress) -> bool:
    """Writes it all, or nothing and False where another import came in between."""
    plan = prepared.plan
    async with service.work() as work:
        await work.changed(REGISTER)
        if await register.last_number(work.session) != plan.number - 1:
            return False
        if prepared.links is not None:
            await saving.replace_links(work.session, prepared.links)
        await saving.remove_links(work.session, plan.withdrawn)
        await saving.add_links(work.session, plan.matched)
        for some in chunks(list(plan.after.values()), CHUNK):
            await saving.save_schools(work.session, some, prepared.marks)
        await saving.save_history(work.session, plan.outcomes, plan.number)
        await _record(work, plan.outcomes, progress)
        for outcome in plan.outcomes:
            if outcome.opened_or_ended:
                await work.timer(SCHOOL_CHANGED, subject=outcome.school.urn, due=work.now)
        saving.add_import(work.session, plan.number, prepared.summary, work.now)
        work.record(imported(prepared.summary))
    return True


async def _record(work: Work, outcomes: list[Outcome], progress: Progress) -> None:
    done = 0
    for happened, event in EVENT_OF.items():
        those = [outcome for outcome in outcomes if outcome.happened == happened]
        for some in chunks(those, CHUNK):
            first = happened == "registered"
            await work.record_many(event, [data_of(outcome) for outcome in some], first=first)
            done += len(some)
            progress("writing", done, len(outcomes))


def data_of(outcome: Outcome) -> dict[str, Any]:
    """The data of the event that tells of this outcome."""
    if outcome.happened == "registered":
        return outcome.school.state
    data = {**outcome.school.state, "changes": outcome.changes}
    if outcome.conversion is not None:
        data["successor"] = outcome.conversion.new
        data["converted_on"] = outcome.conversion.converted_on
    return data


def imported(summary: Summary) -> RegisterImported:
    """The event that tells of the whole file."""
    return RegisterImported(
        file_sha256=summary.file_sha256,
        file=summary.file,
        kind=summary.kind,
        selection=list(summary.authorities) or "all",
        extract_date=summary.extract_date,
        rows=summary.rows,
        added=summary.added,
        changed=summary.changed,
        closed=summary.closed,
        converted=summary.converted,
        unchanged=summary.unchanged,
        empty_rows=summary.empty_rows,
    )
