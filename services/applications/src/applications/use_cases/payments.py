"""What we do with the finance system's reports: enter each payment reference once."""

from applications.domain.commands import PaymentFailure, PaymentMade
from applications.store.award_record import entry_under
from applications.store.both_records import open_to_pay, save_both
from applications.store.record_facts import event_of
from chassis import Work


async def record_payment(made: PaymentMade, work: Work) -> None:
    """The finance system paid; waits only for the award and for its milestone's acceptance."""
    application, award = await open_to_pay(work, made.award)
    known = await entry_under(work, made.payment_reference)
    award.record_payment(made, known, event_of(work).time)
    await save_both(work, application, award)


async def record_unmatched_payment(made: PaymentMade, work: Work) -> None:
    """A day passed and the payment still waits for its milestone."""
    application, award = await open_to_pay(work, made.award)
    known = await entry_under(work, made.payment_reference)
    award.record_unmatched(made, known, event_of(work).time)
    await save_both(work, application, award)


async def record_payment_failure(failed: PaymentFailure, work: Work) -> None:
    """The finance system could not pay, or the money came back."""
    application, award = await open_to_pay(work, failed.award)
    award.record_failure(failed, await entry_under(work, failed.payment_reference))
    await save_both(work, application, award)
