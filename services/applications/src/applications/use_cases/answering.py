"""What we do with a school's answer, and when none came in time."""

from sqlmodel import select

from applications import events
from applications.domain.budget import freed
from applications.domain.moments import backwards
from applications.domain.offers import answer_refusals
from applications.domain.reasons import Reason
from applications.domain.schools import why_not_open
from applications.domain.states import Command, State, Then, then
from applications.messages import OfferAnswer, OfferLapse
from applications.store import AwardRow
from applications.use_cases.awarding import make_award
from applications.use_cases.earmarking import take_money
from applications.use_cases.facts import find_schools
from applications.use_cases.files import CaseFile, cannot, may, open_file, public
from applications.use_cases.shared import refuse
from chassis import Work


async def answer_offer(answer: OfferAnswer, work: Work) -> None:
    """Judged by its own instant: given before the lapse or the withdrawal it stands instead."""
    file = await open_file(work, answer.application, money=True, at=answer.answered_at)
    if file.state is State.RELEASED and file.row.outcome == "declined":
        refuse([cannot(file, Command.ANSWER)])
    answered, row = may(file, Command.ANSWER) is Then.DONE, file.row
    if row.meeting != answer.meeting or row.answer_by is None:
        refuse([Reason("other-meeting", f"The offer is of the meeting {row.meeting}.")])
        return None
    released_at = file.settled_at or answer.answered_at
    refuse(backwards("The answer", answer.answered_at, "the release of the decision", released_at))
    refuse(answer_refusals(answer.answered_at, row.answer_by))
    if answered and not _thinks_better(file, answer):
        return await _answered_before(file, answer, work)
    await work.cancel_timer("offer-lapses", subject=row.application)
    if answer.answer == "accepted":
        await _accept(file, answer, work)
    else:
        _decline(file, answer, work)
    return None


def _thinks_better(file: CaseFile, answer: OfferAnswer) -> bool:
    """Of two answers in time the acceptance stands: an award is never unmade by an answer."""
    return file.state is State.DECLINED and answer.answer == "accepted"


async def _answered_before(file: CaseFile, answer: OfferAnswer, work: Work) -> None:
    if file.state is State.DECLINED or answer.answer == "accepted":
        return
    accepted = await work.session.exec(
        select(AwardRow.awarded_at).where(AwardRow.application == answer.application)
    )
    if answer.answered_at >= accepted.one():
        refuse([Reason("already-answered", "The offer was accepted; that is not taken back.")])


async def _accept(file: CaseFile, answer: OfferAnswer, work: Work) -> None:
    row = file.row
    schools = await find_schools(work, file.form.schools)
    refuse(filter(None, (why_not_open(each, answer.answered_at) for each in schools.values())))
    awarded = row.awarded_pence or 0
    if not row.held_pence:  # it was freed by a lapse, a withdrawal, or an answer of before
        await take_money(file, awarded, work)
    row.state, row.held_pence, row.withdrawn_at = State.ACCEPTED, awarded, None
    work.record(
        events.OfferAccepted(
            **public(row, file.form),
            meeting=answer.meeting,
            answer_by=row.answer_by,
            answered_at=answer.answered_at,
        )
    )
    await make_award(file, answer.answered_at, work)


def _decline(file: CaseFile, answer: OfferAnswer, work: Work) -> None:
    row = file.row
    free = freed(row.held_pence)
    row.state, row.held_pence, row.withdrawn_at = State.DECLINED, 0, None
    work.record(
        events.OfferDeclined(
            **public(row, file.form),
            meeting=answer.meeting,
            answer_by=row.answer_by,
            answered_at=answer.answered_at,
            freed_pence=free,
        )
    )


async def lapse_offer(due: OfferLapse, work: Work) -> None:
    """Nobody answered: the money is free. A timer of an older offer does nothing."""
    file = await open_file(work, due.subject)
    row = file.row
    if then(file.state, Command.LAPSE) is not Then.GO or row.answer_by != due.due:
        return
    free = freed(row.held_pence)
    row.state, row.held_pence = State.LAPSED, 0
    work.record(
        events.OfferLapsed(
            **public(row, file.form),
            meeting=row.meeting,
            answer_by=row.answer_by,
            freed_pence=free,
        )
    )
