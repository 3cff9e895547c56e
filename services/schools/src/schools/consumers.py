"""Events in: which event goes to which use case; the use case's first parameter is its model."""

from collections.abc import Awaitable, Callable
from typing import Any

from chassis import Inbox, Work, already_happened, judged
from schools.domain.case import REVIEW_TIMER as CASE_REVIEW_TIMER
from schools.domain.notice import clocks
from schools.domain.support import ENDS
from schools.domain.tiers import CHANGE_TIMER, REVIEW_TIMER
from schools.domain.visit import PUBLICATION_TIMER
from schools.use_cases import school_changes
from schools.use_cases.authorities import authority_of
from schools.use_cases.challenge import cases, notices, powers, proposals, tiers, visits
from schools.use_cases.challenge.concerns import record_concern
from schools.use_cases.register import embargo
from schools.use_cases.register.writing import SCHOOL_CHANGED
from schools.use_cases.support import programme, support

UseCase = Callable[[Any, Work], Awaitable[None]]
INSPECTION = "council.inspections.inspection.published.v1"
NOTICE = "council.casework.notice.issued.v1"
TIER = "council.casework.tier.decided.v1"
RESULTS = "council.results.measures.published.v1"
STORY = "council.communications.story.published.v1"
OFFER = "council.casework.provider.offered.v1"
ARRANGED = "council.casework.support.arranged.v1"
CASE = "council.casework.case."

EVENTS: dict[str, UseCase] = {
    INSPECTION: embargo.receive_inspection,
    "council.casework.concern.raised.v1": record_concern,
    TIER: tiers.decide_tier,
    RESULTS: programme.receive_results,
    STORY: programme.receive_story,
    OFFER: support.offer_days,
    ARRANGED: support.arrange_support,
    "council.casework.support.delivered.v1": support.deliver_support,
    "council.casework.support.evaluated.v1": support.evaluate_support,
    NOTICE: notices.issue_notice,
    "council.casework.notice.concluded.v1": notices.conclude_notice,
    "council.casework.power.used.v1": powers.use_power,
    "council.casework.intervention.notified.v1": powers.record_intervention,
    f"{CASE}opened.v1": cases.open_case,
    f"{CASE}planned.v1": cases.plan_case,
    f"{CASE}reviewed.v1": cases.review_case,
    f"{CASE}closed.v1": cases.close_case,
    "council.casework.visit.recorded.v1": visits.record_visit,
    "council.forms.visit.answered.v1": visits.answer_visit,
}
TIMERS: dict[str, UseCase] = {
    embargo.TIMER: embargo.embargo_ends,
    REVIEW_TIMER: tiers.miss_tier_review,
    CHANGE_TIMER: proposals.reconsider_in_time,
    programme.RESULTS_TIMER: programme.publish_results,
    programme.STORY_TIMER: programme.publish_story,
    ENDS: support.end_support,
    clocks.DUE: notices.remind_of_notice,
    clocks.WINDOW_DUE: notices.remind_of_window,
    clocks.WINDOW_CLOSES: notices.close_window,
    SCHOOL_CHANGED: school_changes.school_changed,
    CASE_REVIEW_TIMER: cases.remind_of_review,
    PUBLICATION_TIMER: visits.publish_visit,
}
MAY_LIE_AHEAD = {  # every other date of a contract says when something happened
    INSPECTION: ("published_on",),  # the inspection waits for that day
    TIER: ("review_due",),
    RESULTS: ("published_on",),
    STORY: ("published_on",),
    OFFER: ("from", "until"),
    ARRANGED: ("from", "until"),
    NOTICE: ("compliance_ends",),
    f"{CASE}opened.v1": ("review_due",),
    f"{CASE}planned.v1": ("objectives[].due", "actions[].due"),
    f"{CASE}reviewed.v1": ("next_review",),
}

inbox = Inbox("schools")
inbox.on_rejection(authority_of)
happened = already_happened("schools", MAY_LIE_AHEAD)
for event_type, use_case in EVENTS.items():
    inbox.on(event_type)(happened(judged(use_case)))
for timer, use_case in TIMERS.items():
    inbox.on_timer(timer)(judged(use_case))
