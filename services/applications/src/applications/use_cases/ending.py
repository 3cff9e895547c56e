"""What we do when an officer ends an application that is on hold: no event asks for it."""

from applications.store.application_record import open_application
from applications.store.application_saving import save_application
from chassis import Work, audit_row


async def end_on_hold(reference: str, reason: str, by: str, work: Work) -> None:
    """The end, its event and its audit row are one transaction."""
    application = await open_application(work, reference)
    application.end_on_hold(reason, work.now)
    await save_application(work, application)
    work.session.add(audit_row("application end", reference, f"by {by}: {reason}"))
