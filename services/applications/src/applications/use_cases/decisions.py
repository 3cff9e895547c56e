"""What we do with the panel's decision: record it, and release it to the applicant."""

from collections.abc import Awaitable, Callable

from applications.domain.application import Application
from applications.domain.commands import DecisionRecord, ReleaseRecord
from applications.domain.panel.panels import Appointment
from applications.store.application_record import learn_posts, open_application
from applications.store.application_saving import save_application
from applications.store.award_facts import keep_fact
from applications.store.award_record import award_of, save_award
from applications.store.record_facts import event_of, panel_at
from chassis import Work, wait_for
from chassis.domain import Reason, Refused


async def record_decision(record: DecisionRecord, work: Work) -> None:
    """The panel decided: about an award, or about what is built on one."""
    await ABOUT[record.about](record, work)


async def decide_award(record: DecisionRecord, work: Work) -> None:
    """Waits for the application, its reviews and its panel; on appeal, for the appeal."""
    application, panel = await _before_panel(record, work)
    event = event_of(work)
    application.decide(record, event.id, event.key, panel)
    application.settle_schools()
    await save_application(work, application)


async def decide_appeal(record: DecisionRecord, work: Work) -> None:
    """As any decision, by people who did not vote on the one that is appealed."""
    if record.appealed_meeting is None:
        message = "Name the meeting of the decision that is appealed, in appealed_meeting."
        raise Refused([Reason("appealed-meeting-missing", message)])
    await decide_award(record, work)


async def decide_variation(record: DecisionRecord, work: Work) -> None:
    """Waits for the award and the panel; told to nobody until the variation is agreed."""
    application, panel = await _before_panel(record, work)
    event = event_of(work)
    decided = application.judge_variation(record, event.id, event.key, panel)
    award = await award_of(work, record.application)
    if award is None:
        raise wait_for("application", record.application)
    if award.decide_variation(decided):
        await keep_fact(work, award, "variation-decision", decided)
    await save_award(work, award)


ABOUT: dict[str, Callable[[DecisionRecord, Work], Awaitable[None]]] = {
    "award": decide_award,
    "appeal": decide_appeal,
    "variation": decide_variation,
}


async def release_decision(release: ReleaseRecord, work: Work) -> None:
    """The council released a decision; waits for it. An approval becomes an offer."""
    application = await open_application(work, release.application, money=True)
    application.release(release)
    application.settle_schools()
    await save_application(work, application)


async def _before_panel(
    record: DecisionRecord, work: Work
) -> tuple[Application, Appointment | None]:
    """The application under its lock, and the panel, with the posts of everybody on it."""
    application = await open_application(work, record.application, money=True)
    panel = await panel_at(work, application.round.terms.panel, event_of(work).time)
    seated = panel.panel.people if panel else set()
    await learn_posts(work, application, {*seated, *(vote.person for vote in record.votes)})
    return application, panel
