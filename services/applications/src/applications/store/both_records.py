"""Loads an award with the application that holds its money, and saves both as one step."""

from dataclasses import replace

from applications.domain.application import Application
from applications.domain.award import Award
from applications.store.application_record import open_application
from applications.store.application_saving import save_application
from applications.store.award_record import application_of, has_ended, open_award, save_award
from chassis import Work


async def open_both(work: Work, reference: str) -> tuple[Application, Award]:
    """Under both locks and the round's: money may be freed or taken. Waits for the award."""
    application = await open_application(work, await application_of(work, reference), money=True)
    award = await open_award(work, reference)
    award.surroundings = replace(award.around, room_pence=application.room_pence)
    return application, award


async def open_to_pay(work: Work, reference: str) -> tuple[Application | None, Award]:
    """An ended award with its application; for any other what its application holds stays."""
    if await has_ended(work, reference):
        return await open_both(work, reference)
    award = await open_award(work, reference)
    if award.end is not None:  # meanwhile, from another connection
        return await open_both(work, reference)
    return None, award


async def save_both(work: Work, application: Application | None, award: Award) -> None:
    """What is taken again is booked before it is paid, what comes back before it is freed."""
    award.settle_end()
    if application is None:
        await save_award(work, award)
        return
    takes = award.committed_pence > application.status.held_pence
    application.keep_committed(award.committed_pence)
    if takes:
        await save_application(work, application)
        await work.session.flush()
        await save_award(work, award)
    else:
        await save_award(work, award)
        await work.session.flush()
        await save_application(work, application)
