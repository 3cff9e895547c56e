"""One school through support and challenge, from two signals to the closing of its case."""

from attain.scenario import calendar as days
from attain.scenario.steps import support_changes as changes
from attain.scenario.steps.step import Expect, Publish

STEPS: dict[str, list[Publish | Expect]] = {
    "Two concerns propose a tier, an officer decides": [
        Publish("casework.concern.raised", days.SIGNALLED, None, changes.concerns),
        Expect("schools.tier.proposed", "The rules propose a tier for {supported}."),
        Publish("casework.tier.decided", days.TIERED, None, changes.tier),
        Expect("schools.tier.changed", "{supported} is in another tier."),
    ],
    "A case is opened and planned": [
        Publish("casework.case.opened", days.CASE_OPENED, None, changes.opening),
        Publish("casework.case.planned", days.PLANNED, None, changes.open_plan),
        Expect("schools.case.opened", "Case {case} is open."),
        Expect("schools.case.planned", "Case {case} has a plan."),
    ],
    "Another school coaches its leaders": [
        Publish("casework.provider.offered", days.PROVIDED, None, changes.offer),
        Publish("casework.support.arranged", days.ARRANGED, None, changes.coaching),
        Publish("casework.support.delivered", days.DELIVERED, None, changes.delivery),
        Publish("casework.support.evaluated", days.EVALUATED, None, changes.evaluation),
        Expect("schools.support.arranged", "Support {support} is arranged."),
        Expect("schools.support.delivered", "A day of {support} is delivered."),
        Expect("schools.support.evaluated", "{support} is evaluated by the school."),
    ],
    "An adviser visits, the school answers, the note is published": [
        Publish("casework.visit.recorded", days.VISIT_NOTED, None, changes.visit),
        Publish("forms.visit.answered", days.VISIT_ANSWERED, None, changes.visit_answer),
        Expect("schools.visit.published", "The note of visit {visit} is published."),
    ],
    "A review is missed, a warning notice is complied with": [
        Expect("schools.case.review-missed", "The missed review of {case} is noticed."),
        Publish("casework.notice.issued", days.WARNED, None, changes.notice),
        Expect("schools.notice.issued", "Notice {notice} is issued with every copy."),
        Publish("casework.notice.concluded", days.COMPLIED),
        Expect("schools.notice.complied", "Notice {notice} is complied with."),
    ],
    "The case is reviewed and closed": [
        Publish("casework.case.planned", days.DONE, None, changes.finished_plan),
        Publish("casework.case.reviewed", days.REVIEW_HELD, None, changes.review),
        Expect("schools.case.reviewed", "Case {case} is reviewed."),
        Publish("casework.case.closed", days.CASE_CLOSED),
        Expect("schools.case.closed", "Case {case} is closed: its exit criteria are met."),
    ],
}
