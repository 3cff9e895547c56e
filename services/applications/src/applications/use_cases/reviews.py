"""What we do with reviews and interests: keep each, and count again what still counts."""

from applications.domain.commands import (
    DirectoryPerson,
    InterestDeclaration,
    Posts,
    ReviewerAssignment,
    ReviewModeration,
    ReviewRecord,
)
from applications.store.application_record import learn_posts, open_application
from applications.store.application_saving import save_application
from applications.store.meeting_record import look_again_for_person
from applications.store.record_facts import add_fact, applications_with, event_of, panel_at
from chassis import Work


async def record_review(record: ReviewRecord, work: Work) -> None:
    """A reviewer scored an application; waits for it and its panel. May reinstate a decision."""
    application = await open_application(work, record.application, money=True)
    event = event_of(work)
    panel = await panel_at(work, application.round.terms.panel, event.time)
    await learn_posts(work, application, [record.reviewer])
    application.review(record, event.key, panel)
    await save_application(work, application)


async def assign_reviewers(record: ReviewerAssignment, work: Work) -> None:
    """Reviewers are asked to score; waits for the application. May reinstate a decision."""
    application = await open_application(work, record.application, money=True)
    await learn_posts(work, application, record.reviewers)
    application.assign(record, event_of(work).key)
    await save_application(work, application)


async def moderate_review(record: ReviewModeration, work: Work) -> None:
    """Reviewers far apart agreed on one score; waits for the application."""
    application = await open_application(work, record.application, money=True)
    await learn_posts(work, application, [record.moderated_by])
    application.moderate(record, event_of(work).key)
    await save_application(work, application)


async def declare_interest(declared: InterestDeclaration, work: Work) -> None:
    """A person declared an interest; waits for the application. Its decision may become void."""
    application = await open_application(work, declared.application)
    application.declare(declared, event_of(work).key)
    await save_application(work, application)


async def learn_post(person: DirectoryPerson, work: Work) -> None:
    """The directory names the schools that a person leads; who counts is counted again.

    The applications are locked before the person, as where a person scores or votes.
    """
    about = f"person:{person.person}"
    known = await applications_with(work, person.person)
    await work.lock(about, *(f"application:{each}" for each in known))
    await add_fact(work, about, "posts", Posts(person.person, person.schools))
    await look_again_for_person(work, person.person)
    for reference in await applications_with(work, person.person):
        application = await open_application(work, reference)
        application.count_again()
        await save_application(work, application)
