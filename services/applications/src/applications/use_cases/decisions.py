"""What we do with the panel's decision: record it, and release it to the applicant."""

from applications.domain.commands import DecisionRecord, ReleaseRecord
from applications.store.application_record import learn_posts, open_application
from applications.store.application_saving import save_application
from applications.store.record_facts import event_of, panel_at
from chassis import Work
from chassis.domain import Reason, refuse


async def record_decision(record: DecisionRecord, work: Work) -> None:
    """The panel decided; waits for the application, its reviews and its panel."""
    refuse(_not_supported(record))
    application = await open_application(work, record.application, money=True)
    event = event_of(work)
    panel = await panel_at(work, application.round.terms.panel, event.time)
    seated = panel.panel.people if panel else set()
    await learn_posts(work, application, {*seated, *(vote.person for vote in record.votes)})
    application.decide(record, event.id, event.key, panel)
    application.settle_schools()
    await save_application(work, application)


async def release_decision(release: ReleaseRecord, work: Work) -> None:
    """The council released a decision; waits for it. An approval becomes an offer."""
    application = await open_application(work, release.application, money=True)
    application.release(release)
    application.settle_schools()
    await save_application(work, application)


def _not_supported(record: DecisionRecord) -> list[Reason]:
    if record.about == "award":
        return []
    message = (
        f"A decision about a {record.about} cannot be recorded yet. Only decisions about an award "
        "can."
    )
    return [Reason("not-supported-yet", message)]
