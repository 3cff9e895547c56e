"""What we do with a visit: keep its note, the school's answer, and publish it."""

from chassis import Work, england_and_wales
from schools.domain.visit import Visit
from schools.domain.visit.commands import Answer, Note
from schools.incoming import TimerDue
from schools.store.repositories import VISITS
from schools.use_cases.register.schools import school_facts
from schools.use_cases.waiting import naming_what_is_missing


async def record_visit(note: Note, work: Work) -> None:
    """An adviser recorded a visit, or a later note of it; waits for the school."""
    school = await school_facts(note.urn, work)
    visit = await VISITS.held(work, note.visit) or Visit(reference=note.visit)
    visit.record(note, school, england_and_wales())
    await VISITS.save(work, visit)


async def answer_visit(answer: Answer, work: Work) -> None:
    """The school answered whether the note is accurate; waits for the note."""
    visit = await VISITS.open(work, answer.visit)
    with naming_what_is_missing():
        visit.answered(answer, england_and_wales())
    await VISITS.save(work, visit)


async def publish_visit(due: TimerDue, work: Work) -> None:
    """The school's time to answer is over."""
    visit = await VISITS.open(work, due.subject)
    visit.time_is_up(work.now, england_and_wales())
    await VISITS.save(work, visit)
