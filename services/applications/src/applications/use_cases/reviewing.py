"""What we do with reviews and interests: keep each, and count again what still counts."""

from applications.domain.moments import backwards
from applications.domain.panels import own_schools
from applications.domain.reviews import score_refusals
from applications.domain.states import Command
from applications.messages import InterestDeclaration, ReviewRecord
from applications.store import InterestRow, ReviewRow
from applications.use_cases.counting import flag_late_interests, recount
from applications.use_cases.facts import panel_at
from applications.use_cases.files import CaseFile, may, open_file
from applications.use_cases.reviving import revive
from applications.use_cases.shared import event_of, refuse
from chassis import Work


async def record_review(record: ReviewRecord, work: Work) -> None:
    """Kept always; it counts where the reviewer has no interest."""
    file = await open_file(work, record.application, money=True)  # a decision may revive
    may(file, Command.REVIEW)
    event, terms = event_of(work), file.round(work).terms
    scores = [(score.criterion, score.score) for score in record.scores]
    refuse(score_refusals(scores, terms.reviews))
    refuse(backwards("The review", record.recorded_at, "the form", file.form.submitted_at))
    panel, _ = await panel_at(work, terms.panel, event.time)
    row = ReviewRow(
        key=event.key,
        application=record.application,
        reviewer=record.reviewer,
        recorded_at=record.recorded_at,
        ce_time=event.time,
        scores=[score.model_dump() for score in record.scores],
        own_interest=own_schools(panel, file.form.schools).get(record.reviewer),
    )
    work.session.add(row)
    file.reviews.append(row)
    await count_again(file, work)
    await revive(file, work)


async def declare_interest(declared: InterestDeclaration, work: Work) -> None:
    """Kept always; declared before the release it counts again, later it is flagged."""
    file = await open_file(work, declared.application)
    may(file, Command.DECLARE)
    row = InterestRow(
        key=event_of(work).key,
        application=declared.application,
        person=declared.person,
        nature=declared.nature,
        declared_at=declared.declared_at,
    )
    work.session.add(row)
    file.interests.append(row)
    await count_again(file, work)


async def count_again(file: CaseFile, work: Work) -> None:
    """Who counts has changed: flagged where it is too late, else a decision may fall."""
    flag_late_interests(file, work)
    if recount(file, work):
        await work.cancel_timer("offer-lapses", subject=file.row.application)
