"""Reminders: what we do when the timer of an offer, a condition or a milestone is due."""

from typing import Any

from applications.domain.panel.arrangements import latest
from applications.domain.reminding import (
    OF_CONDITION,
    OF_MILESTONE,
    OF_REVIEW,
    Kind,
    event,
    offer_is_due,
    reminder_of,
)
from applications.domain.states import State
from applications.incoming import ConditionDue, MilestoneDue, OfferClosing, ReviewDue
from applications.store.application_record import open_application
from applications.store.application_saving import save_application
from applications.store.award_record import open_award, save_award
from chassis import Work, england_and_wales
from chassis.domain import Aggregate, TimerChange


async def remind_of_offer(due: OfferClosing, work: Work) -> None:
    """The offer ends soon and nobody has answered it."""
    application = await open_application(work, due.subject)
    status = application.status
    if status.state is not State.OFFERED or status.answer_by is None:
        return
    if offer_is_due(status.answer_by, work.now, england_and_wales()):
        details = {"meeting": status.meeting, "answer_by": status.answer_by}
        application.events.append(event("offer.closing", application.public(), **details))
        await save_application(work, application)


async def remind_of_review(due: ReviewDue, work: Work) -> None:
    """Reviews are due soon or overdue; nothing where nobody who was asked is missing."""
    application = await open_application(work, due.subject)
    missing, asked = application.missing_reviewers(), latest(application.assignments)
    if not missing or asked is None:
        return
    details = {"reviewers": list(missing), "due": asked.due}
    _remind(application, work, OF_REVIEW, due, details)
    await save_application(work, application)


async def remind_of_condition(due: ConditionDue, work: Work) -> None:
    """A condition of an accepted offer is due soon or overdue."""
    application = await open_application(work, due.application)
    met = {each.code for each in application.conditions_met}
    decision = application.decision
    found = [each for each in decision.conditions if each.code == due.code] if decision else []
    if application.status.state is not State.ACCEPTED or due.code in met or not found:
        return
    details = {"code": due.code, "text": found[0].text, "due": found[0].due}
    _remind(application, work, OF_CONDITION, due, details)
    await save_application(work, application)


async def remind_of_milestone(due: MilestoneDue, work: Work) -> None:
    """A milestone's evidence is due soon or overdue; nothing where evidence has come."""
    award = await open_award(work, due.award)
    milestone = award.milestone(due.milestone)
    if award.end is not None or milestone.state not in {"due", "evidenced", "returned"}:
        return
    details = {
        "milestone": milestone.number,
        "amount_pence": milestone.amount_pence,
        "due": milestone.due,
    }
    silent = milestone.state == "evidenced"  # it may yet be returned
    _remind(award, work, OF_MILESTONE, due, details, silent=silent)
    await save_award(work, award)


def _remind(
    aggregate: Aggregate,
    work: Work,
    kind: Kind,
    due: ConditionDue | MilestoneDue | ReviewDue,
    details: dict[str, Any],
    *,
    silent: bool = False,
) -> None:
    """Publish the reminder that is due now, and set the timer of the next."""
    name, late, following = reminder_of(kind, details["due"], work.now, england_and_wales())
    if name and not silent:
        told = event(name, aggregate.public(), **details, working_days_late=late)
        aggregate.events.append(told)
    if following:
        data = due.model_dump(exclude={"subject", "due"})
        aggregate.timers.append(TimerChange(kind.timer, due.subject, following, data))
