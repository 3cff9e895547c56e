"""What we do with an appeal: take it against a released decline."""

from applications.domain.commands import AppealForm
from applications.store.application_record import open_application
from applications.store.application_saving import save_application
from chassis import Work


async def receive_appeal(sent: AppealForm, work: Work) -> None:
    """An applicant appealed; waits for the release of the decision."""
    application = await open_application(work, sent.application)
    application.appeal(sent)
    await save_application(work, application)
