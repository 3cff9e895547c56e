"""What we do with an offer: take the school's answer, or end the offer when none came."""

from applications.domain.application import Application
from applications.domain.award import Award
from applications.domain.commands import OfferAnswer
from applications.incoming import OfferLapse
from applications.store.application_record import open_application
from applications.store.application_saving import save_application
from applications.store.award_record import award_of, save_award
from applications.store.numbering import next_number
from chassis import Work
from chassis.domain import london_date


async def answer_offer(answer: OfferAnswer, work: Work) -> None:
    """A school answered its offer; waits for it. An acceptance becomes an award."""
    application = await open_application(work, answer.application, money=True)
    accepted = application.answer(answer)
    await save_application(work, application)
    if accepted:
        await _make_award(application, answer, work)


async def lapse_offer(due: OfferLapse, work: Work) -> None:
    """The offer's time ended."""
    application = await open_application(work, due.subject)
    application.lapse(due.due)
    await save_application(work, application)


async def _make_award(application: Application, answer: OfferAnswer, work: Work) -> None:
    reference = await next_number(work, "G", london_date(answer.answered_at).year)
    await work.changed(f"award:{reference}")
    await save_award(work, Award.make(reference, application, answer.answered_at))
    if award := await award_of(work, application.reference):
        award.settle_schools()  # a closing may have come before the answer
        await save_award(work, award)
