"""What some events leave out and their messages need, looked up before anybody is told."""

from chassis import Work, wait_for
from notifications.incoming import Inspection, Payment, Rejection
from notifications.store import ApplicationRow, SchoolRow
from notifications.use_cases.telling import tell


async def tell_of_payment(payment: Payment, work: Work) -> None:
    """An award does not say by which form it began; its application did."""
    application = await work.session.get(ApplicationRow, payment.application)
    if application is None:
        raise wait_for("application", payment.application)
    await tell(payment.facts | {"form_reference": application.form_reference}, work)


async def tell_of_inspection(inspection: Inspection, work: Work) -> None:
    """An inspection does not say in which authority its school lies."""
    school = await work.session.get(SchoolRow, inspection.urn)
    if school is None:
        raise wait_for("school", inspection.urn)
    await tell(inspection.facts | {"name": school.name, "la_code": school.la_code}, work)


async def tell_of_rejection(rejection: Rejection, work: Work) -> None:
    """Operators need to know in whose inbox it is parked."""
    assert work.event is not None  # noqa: S101 - the caller handles an event
    await tell(rejection.facts | {"owner": work.event.context}, work)
