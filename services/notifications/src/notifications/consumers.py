"""Events in: whom there is to tell, and what there is to tell them."""

from chassis import Inbox, Work
from notifications.incoming import (
    Application,
    ApplicationForm,
    DirectoryPerson,
    FailedNotification,
    IneligibleApplication,
    Inspection,
    Offer,
    Payment,
    Rejection,
    ReleasedDecision,
    School,
)
from notifications.use_cases.directory import (
    learn_application,
    learn_form,
    learn_school,
    update_person,
)
from notifications.use_cases.events import (
    tell_of_inspection,
    tell_of_payment,
    tell_of_rejection,
)
from notifications.use_cases.telling import tell

inbox = Inbox("notifications")


@inbox.on("council.directory.person.updated.v1")
async def person_updated(person: DirectoryPerson, work: Work) -> None:
    """The directory has news of somebody."""
    await update_person(person, work)


@inbox.on("council.forms.application.received.v1")
async def form_received(form: ApplicationForm, work: Work) -> None:
    """A form names a contact and partners' mailboxes."""
    await learn_form(form, work)


@inbox.on("council.schools.school.registered.v1")
@inbox.on("council.schools.school.changed.v1")
@inbox.on("council.schools.school.closed.v1")
@inbox.on("council.schools.school.converted.v1")
async def school_known(school: School, work: Work) -> None:
    """A school's name and authority."""
    await learn_school(school, work)


@inbox.on("council.applications.application.submitted.v1")
async def application_submitted(application: Application, work: Work) -> None:
    """The contact and the round's officers are told."""
    await learn_application(application.application, application.form_reference, work)
    await tell(application.facts, work)


@inbox.on("council.applications.application.ineligible.v1")
async def application_ineligible(application: IneligibleApplication, work: Work) -> None:
    """The contact is told why."""
    await tell(application.facts, work)


@inbox.on("council.applications.decision.released.v1")
async def decision_released(decision: ReleasedDecision, work: Work) -> None:
    """The contact, the lead's head teacher and every partner are told."""
    await tell(decision.facts, work)


@inbox.on("council.applications.offer.made.v1")
async def offer_made(offer: Offer, work: Work) -> None:
    """The lead school is asked to answer."""
    await tell(offer.facts, work)


@inbox.on("council.applications.payment.recorded.v1")
async def payment_recorded(payment: Payment, work: Work) -> None:
    """The lead school is told of its money."""
    await tell_of_payment(payment, work)


@inbox.on("council.schools.inspection.recorded.v1")
async def inspection_recorded(inspection: Inspection, work: Work) -> None:
    """The school's officers are told where its tier may change."""
    await tell_of_inspection(inspection, work)


@inbox.on("council.applications.event.rejected.v1")
@inbox.on("council.schools.event.rejected.v1")
@inbox.on("council.notifications.event.rejected.v1")
async def event_rejected(rejection: Rejection, work: Work) -> None:
    """The operators are told."""
    await tell_of_rejection(rejection, work)


@inbox.on("council.notifications.notification.failed.v1")
async def notification_failed(failed: FailedNotification, work: Work) -> None:
    """The operators, or where nobody could be told the officers, are told."""
    await tell(failed.facts, work)
