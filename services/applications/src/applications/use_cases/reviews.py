"""What we do with reviews and interests: keep each, and count again what still counts."""

from applications.domain.commands import InterestDeclaration, ReviewRecord
from applications.store.application_record import open_application, save_application
from applications.store.record_facts import event_of, panel_at
from chassis import Work


async def record_review(record: ReviewRecord, work: Work) -> None:
    """A reviewer scored an application; waits for it and its panel. May reinstate a decision."""
    application = await open_application(work, record.application, money=True)
    event = event_of(work)
    panel = await panel_at(work, application.round.terms.panel, event.time)
    application.review(record, event.key, panel)
    await save_application(work, application)


async def declare_interest(declared: InterestDeclaration, work: Work) -> None:
    """A person declared an interest; waits for the application. Its decision may become void."""
    application = await open_application(work, declared.application)
    application.declare(declared, event_of(work).key)
    await save_application(work, application)
