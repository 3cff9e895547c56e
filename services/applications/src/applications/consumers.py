"""Events in: which event goes to which use case. The use case's first parameter is its model."""

from collections.abc import Awaitable, Callable
from typing import Any

from applications.domain.meeting.meeting import LOOK, PAPERS
from applications.domain.reminding import CONDITION, FINDINGS, MILESTONE, OFFER, REVIEW
from applications.use_cases import (
    appeals,
    applications,
    authorities,
    award_ends,
    awards,
    decisions,
    facts,
    meetings,
    offers,
    payments,
    presenting,
    reminders,
    reviews,
    schools,
    unknown_schools,
    varying,
    waivers,
)
from chassis import Inbox, Work, already_happened, judged

UseCase = Callable[[Any, Work], Awaitable[None]]

EVENTS: dict[str, UseCase] = {
    "council.schools.school.registered.v1": unknown_schools.copy_school,
    "council.schools.school.changed.v1": unknown_schools.copy_school,
    "council.schools.school.closed.v1": unknown_schools.copy_school,
    "council.schools.school.converted.v1": unknown_schools.copy_school,  # the old school's state
    "council.schools.register.imported.v1": unknown_schools.learn_extract,
    "council.casework.round.opened.v1": facts.announce_round,
    "council.casework.round.closed.v1": facts.close_round,
    "council.casework.panel.appointed.v1": facts.appoint_panel,
    "council.forms.application.received.v1": applications.receive_application,
    "council.casework.waiver.granted.v1": waivers.grant_waiver,
    "council.forms.application.withdrawn.v1": applications.withdraw_application,
    "council.casework.interest.declared.v1": reviews.declare_interest,
    "council.directory.person.updated.v1": reviews.learn_post,
    "council.casework.review.recorded.v1": reviews.record_review,
    "council.casework.reviewers.assigned.v1": reviews.assign_reviewers,
    "council.casework.review.moderated.v1": reviews.moderate_review,
    "council.casework.meeting.scheduled.v1": meetings.schedule_meeting,
    "council.casework.decision.recorded.v1": decisions.record_decision,
    "council.casework.decision.released.v1": decisions.release_decision,
    "council.forms.appeal.received.v1": appeals.receive_appeal,
    "council.forms.offer.answered.v1": offers.answer_offer,
    "council.casework.novation.agreed.v1": schools.agree_novation,
    "council.forms.partner.answered.v1": schools.answer_as_partner,
    "council.casework.condition.met.v1": awards.meet_condition,
    "council.forms.milestone.evidenced.v1": awards.evidence_milestone,
    "council.casework.milestone.assessed.v1": awards.assess_milestone,
    "council.casework.variation.agreed.v1": varying.agree_variation,
    "council.casework.award.ended.v1": award_ends.end_award,
    "council.forms.findings.presented.v1": presenting.present_findings,
    "council.forms.hub.reported.v1": presenting.report_hub,
    "council.finance.payment.made.v1": payments.record_payment,
    "council.finance.payment.failed.v1": payments.record_payment_failure,
    "council.finance.recovery.received.v1": award_ends.record_recovery,
}
TIMERS: dict[str, UseCase] = {
    "offer-lapses": offers.lapse_offer,
    "school-unknown": unknown_schools.refuse_unknown,
    "hold-overdue": schools.tell_hold_again,
    "suspension-overdue": schools.tell_suspension_again,
    OFFER: reminders.remind_of_offer,
    REVIEW: reminders.remind_of_review,
    PAPERS: meetings.remind_of_papers,
    LOOK: meetings.look_at_meeting,
    CONDITION: reminders.remind_of_condition,
    MILESTONE: reminders.remind_of_milestone,
    FINDINGS: presenting.remind_of_findings,
    "milestone-overdue": reminders.remind_of_milestone,  # set by earlier versions
}
OVERDUE: dict[str, UseCase] = {  # once, when such an event has waited for a day
    "council.finance.payment.made.v1": payments.record_unmatched_payment,
}

MAY_LIE_AHEAD = {  # every other date of a contract says when something happened
    "council.casework.round.opened.v1": ("opens_at", "deadline"),
    "council.forms.application.received.v1": (
        "planned_start",
        "planned_end",
        "milestones[].due",
        "research.findings_due",
    ),
    "council.casework.decision.recorded.v1": ("conditions[].due",),
    "council.casework.waiver.granted.v1": ("until",),
    "council.casework.reviewers.assigned.v1": ("due",),
    "council.casework.meeting.scheduled.v1": ("held_on", "starts_at", "papers_by"),
    "council.casework.variation.agreed.v1": ("planned_end", "milestones[].due"),
}

inbox = Inbox("applications")
happened = already_happened("applications", MAY_LIE_AHEAD)
inbox.on_rejection(authorities.authority_of)
for event_type, use_case in EVENTS.items():
    inbox.on(event_type)(happened(judged(use_case)))
for timer, use_case in TIMERS.items():
    inbox.on_timer(timer)(judged(use_case))
for event_type, use_case in OVERDUE.items():
    inbox.on_overdue(event_type)(judged(use_case))
