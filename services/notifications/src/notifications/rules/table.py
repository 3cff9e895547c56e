"""The one page of who is told of what. Source: the design's list "Who is told of what".

Rejected events are told in groups: see use_cases/rejections.py.
"""

from notifications import incoming
from notifications.domain.marks import Mark
from notifications.rules import conditions
from notifications.rules.audiences import (
    Facts,
    adviser,
    clerk,
    contact,
    director,
    director_for_a_category,
    director_of_what_holds_now,
    every_partner,
    finance_officer,
    former_contact,
    headteacher,
    headteacher_else_officers,
    lead_headteacher,
    new_contact,
    officers,
    officers_else_operators,
    operators,
    panel_members,
    provider_headteacher_else_officers,
    readers_of_reports,
    reviewers,
)
from notifications.rules.rule import Rule

ACT, STATUTORY, INFORM = Mark.ACT, Mark.STATUTORY, Mark.INFORM
APPLICATIONS, SCHOOLS = "council.applications.", "council.schools."
SUBMITTED = APPLICATIONS + "application.submitted.v1"
INELIGIBLE = APPLICATIONS + "application.ineligible.v1"
SUPERSEDED = APPLICATIONS + "application.superseded.v1"
WITHDRAWN = APPLICATIONS + "application.withdrawn.v1"
CANCELLED = APPLICATIONS + "application.cancelled.v1"
HELD = APPLICATIONS + "application.held.v1"
HOLD_OVERDUE = APPLICATIONS + "application.hold-overdue.v1"
RESUMED = APPLICATIONS + "application.resumed.v1"
NOVATED = APPLICATIONS + "application.novated.v1"
CONSENT = APPLICATIONS + "consent.answered.v1"
REVIEWED = APPLICATIONS + "review.completed.v1"
REOPENED = APPLICATIONS + "review.reopened.v1"
ASSIGNED = APPLICATIONS + "reviewers.assigned.v1"
REVIEW_DUE_SOON = APPLICATIONS + "review.due-soon.v1"
REVIEW_OVERDUE = APPLICATIONS + "review.overdue.v1"
MEETING_SCHEDULED = APPLICATIONS + "meeting.scheduled.v1"
MEETING_PAPERS_DUE = APPLICATIONS + "meeting.papers-due.v1"
MEETING_AT_RISK = APPLICATIONS + "meeting.at-risk.v1"
VOIDED = APPLICATIONS + "decision.voided.v1"
FLAGGED = APPLICATIONS + "decision.flagged.v1"
RELEASED = APPLICATIONS + "decision.released.v1"
APPEALED = APPLICATIONS + "appeal.received.v1"
APPEAL_DECIDED = APPLICATIONS + "appeal.decided.v1"
WAIVED = APPLICATIONS + "waiver.used.v1"
OFFERED = APPLICATIONS + "offer.made.v1"
ACCEPTED = APPLICATIONS + "offer.accepted.v1"
DECLINED = APPLICATIONS + "offer.declined.v1"
LAPSED = APPLICATIONS + "offer.lapsed.v1"
AWARDED = APPLICATIONS + "award.made.v1"
SUSPENDED = APPLICATIONS + "award.suspended.v1"
SUSPENSION_OVERDUE = APPLICATIONS + "award.suspension-overdue.v1"
AWARD_RESUMED = APPLICATIONS + "award.resumed.v1"
AWARD_NOVATED = APPLICATIONS + "award.novated.v1"
COMPLETED = APPLICATIONS + "award.completed.v1"
EVIDENCED = APPLICATIONS + "milestone.evidenced.v1"
EVIDENCE_ACCEPTED = APPLICATIONS + "milestone.accepted.v1"
RETURNED = APPLICATIONS + "milestone.returned.v1"
OVERDUE = APPLICATIONS + "milestone.overdue.v1"
DUE_SOON = APPLICATIONS + "milestone.due-soon.v1"
CLOSING = APPLICATIONS + "offer.closing.v1"
CONDITION_MET = APPLICATIONS + "condition.met.v1"
CONDITION_DUE_SOON = APPLICATIONS + "condition.due-soon.v1"
CONDITION_OVERDUE = APPLICATIONS + "condition.overdue.v1"
ENDED = APPLICATIONS + "award.ended.v1"
VARIED = APPLICATIONS + "award.varied.v1"
RECOVERED = APPLICATIONS + "recovery.recorded.v1"
FINDINGS = APPLICATIONS + "findings.presented.v1"
FINDINGS_DUE = APPLICATIONS + "findings.due-soon.v1"
HUB_REPORTED = APPLICATIONS + "hub.reported.v1"
PAID = APPLICATIONS + "payment.recorded.v1"
FAILED = APPLICATIONS + "payment.failed.v1"
REVERSED = APPLICATIONS + "payment.reversed.v1"
UNMATCHED = APPLICATIONS + "payment.unmatched.v1"
INSPECTED = SCHOOLS + "inspection.recorded.v1"
CONCERN = SCHOOLS + "concern.recorded.v1"
TIER_PROPOSED = SCHOOLS + "tier.proposed.v1"
TIER_CHANGED = SCHOOLS + "tier.changed.v1"
TIER_REVIEW_MISSED = SCHOOLS + "tier.review-missed.v1"
SUPPORT_ARRANGED = SCHOOLS + "support.arranged.v1"
SUPPORT_EVALUATED = SCHOOLS + "support.evaluated.v1"
SUPPORT_ENDED = SCHOOLS + "support.ended.v1"
NOTICE_ISSUED = SCHOOLS + "notice.issued.v1"
NOTICE_FAILED = SCHOOLS + "notice.not-complied.v1"
NOTICE_ENDS = tuple(
    f"{SCHOOLS}notice.{each}.v1" for each in ("complied", "withdrawn", "superseded", "ended")
)
WINDOW_CLOSED = SCHOOLS + "notice.window-closed.v1"
NOTICE_DUE_SOON = SCHOOLS + "notice.due-soon.v1"
WINDOW_DUE_SOON = SCHOOLS + "notice.window-due-soon.v1"
POWER_USED = SCHOOLS + "power.used.v1"
INTERVENTION = SCHOOLS + "intervention.recorded.v1"
CASE = SCHOOLS + "case."
CASE_OPENED, CASE_REVIEWED = CASE + "opened.v1", CASE + "reviewed.v1"
CASE_CLOSED, CASE_REVIEW_MISSED = CASE + "closed.v1", CASE + "review-missed.v1"
CASE_REVIEW_DUE = CASE + "review-due-soon.v1"
VISIT_NOTED = "council.casework.visit.recorded.v1"  # our own event does not hold the note
VISIT_LATE = SCHOOLS + "visit.late.v1"
STRATEGY_ADOPTED = SCHOOLS + "strategy.adopted.v1"
CONTACT_CHANGED = "council.forms.contact.changed.v1"
PUBLISHED = "council.reporting.report.published.v1"
UNDELIVERED = "council.notifications.notification.failed.v1"

CONTACT_AND_HEAD = (contact, lead_headteacher)
ESCALATED = (officers, clerk, director)
LED_BY = (officers, director)
SCHOOLS_AND_FINANCE = (contact, every_partner, finance_officer)
OFFICERS_AND_CLERK = (officers, clerk)

# fmt: off
RULES = (
    Rule(SUBMITTED, incoming.Application,
         "application-received", "application", INFORM, CONTACT_AND_HEAD),
    Rule(SUBMITTED, incoming.Application, "new-application", "application", ACT, (officers,)),
    Rule(SUBMITTED, incoming.Application,
         "named-as-partner", "application", ACT, (every_partner,)),
    Rule(INELIGIBLE, incoming.IneligibleApplication,
         "application-ineligible", "application", ACT, (contact,)),
    Rule(SUPERSEDED, incoming.EndedApplication,
         "application-superseded", "application", INFORM, (contact,)),
    Rule(SUPERSEDED, incoming.EndedApplication,
         "application-ended", "application", INFORM, (officers,)),
    Rule(WITHDRAWN, incoming.EndedApplication,
         "application-withdrawn", "application", INFORM, (contact,)),
    Rule(WITHDRAWN, incoming.EndedApplication,
         "application-ended", "application", INFORM, (officers,)),
    Rule(CANCELLED, incoming.EndedApplication,
         "application-cancelled", "application", INFORM, (contact,)),
    Rule(CANCELLED, incoming.EndedApplication,
         "application-ended", "application", INFORM, (officers,)),

    Rule(HELD, incoming.HeldApplication,
         "application-held", "application", INFORM, SCHOOLS_AND_FINANCE),
    Rule(HELD, incoming.HeldApplication,
         "successor-to-agree", "application", ACT, OFFICERS_AND_CLERK),
    Rule(HOLD_OVERDUE, incoming.HeldApplication,
         "hold-overdue", "application", ACT, OFFICERS_AND_CLERK),
    Rule(RESUMED, incoming.HeldApplication, "application-resumed", "application", INFORM,
         (*SCHOOLS_AND_FINANCE, officers), conditions.open_again),
    Rule(NOVATED, incoming.NovatedApplication, "application-novated", "application", INFORM,
         (*SCHOOLS_AND_FINANCE, officers)),
    Rule(CONSENT, incoming.ConsentAnswer, "partner-out", "application", INFORM,
         (contact, *OFFICERS_AND_CLERK), conditions.not_taking_part),

    Rule(CONTACT_CHANGED, incoming.ContactChange,
         "contact-changed", "form_reference", INFORM, (new_contact,)),
    Rule(CONTACT_CHANGED, incoming.ContactChange,
         "contact-replaced", "form_reference", INFORM, (former_contact,)),

    Rule(REVIEWED, incoming.Reviewed, "ready-for-panel", "application", ACT, (clerk,),
         conditions.reviews_agree),
    Rule(REVIEWED, incoming.Reviewed, "moderation-needed", "application", ACT, (clerk,),
         conditions.reviews_differ),
    Rule(REVIEWED, incoming.Reviewed, "scores-to-agree", "application", ACT, (reviewers,),
         conditions.reviews_differ),
    Rule(ASSIGNED, incoming.ReviewStep, "review-assigned", "application", ACT, (reviewers,)),
    Rule(REVIEW_DUE_SOON, incoming.ReviewStep,
         "review-due-soon", "application", ACT, (reviewers,)),
    Rule(REVIEW_DUE_SOON, incoming.ReviewStep,
         "review-reminder", "application", INFORM, (clerk,)),
    Rule(REVIEW_OVERDUE, incoming.ReviewStep,
         "review-overdue", "application", ACT, (reviewers,)),
    Rule(REVIEW_OVERDUE, incoming.ReviewStep,
         "review-reminder", "application", INFORM, (clerk,)),
    Rule(MEETING_SCHEDULED, incoming.ScheduledMeeting,
         "meeting-scheduled", "meeting", INFORM, (panel_members,)),
    Rule(MEETING_PAPERS_DUE, incoming.Meeting,
         "meeting-papers", "meeting", INFORM, (panel_members,)),
    Rule(MEETING_PAPERS_DUE, incoming.Meeting,
         "meeting-papers-due", "meeting", ACT, (clerk,)),
    Rule(MEETING_AT_RISK, incoming.MeetingAtRisk, "meeting-at-risk", "meeting", ACT, (clerk,),
         conditions.at_risk),
    Rule(MEETING_AT_RISK, incoming.MeetingAtRisk, "meeting-quorate", "meeting", INFORM, (clerk,),
         conditions.no_risk_left),
    Rule(REOPENED, incoming.Reviewed, "review-reopened", "application", ACT, (officers, clerk)),
    Rule(VOIDED, incoming.MeetingDecision, "decision-voided", "application", ACT, ESCALATED),
    Rule(FLAGGED, incoming.MeetingDecision, "decision-flagged", "application", ACT, ESCALATED),

    Rule(RELEASED, incoming.ReleasedDecision, "application-declined", "application", ACT,
         CONTACT_AND_HEAD, conditions.outcome("declined")),
    Rule(RELEASED, incoming.ReleasedDecision, "application-deferred", "application", ACT,
         CONTACT_AND_HEAD, conditions.outcome("deferred")),
    Rule(RELEASED, incoming.ReleasedDecision,
         "decision-for-partners", "application", INFORM, (every_partner,)),
    Rule(APPEALED, incoming.Appeal, "appeal-received", "application", ACT, (clerk,)),
    Rule(APPEAL_DECIDED, incoming.AppealDecision,
         "appeal-decided", "application", INFORM, (contact,)),
    Rule(WAIVED, incoming.WaiverUsed, "waiver-used", "application", INFORM, (contact,)),
    Rule(OFFERED, incoming.OfferMade, "offer-to-answer", "application", ACT, CONTACT_AND_HEAD),
    Rule(CLOSING, incoming.Offer, "offer-closing", "application", ACT, (contact,)),
    Rule(ACCEPTED, incoming.Offer, "offer-answered", "application", INFORM, (officers,)),
    Rule(DECLINED, incoming.Offer, "offer-answered", "application", INFORM, (officers,)),
    Rule(LAPSED, incoming.LapsedOffer, "offer-lapsed", "application", INFORM, (contact,),
         conditions.time_ran_out),
    Rule(LAPSED, incoming.LapsedOffer, "offer-ended", "application", INFORM, (contact,),
         conditions.partner_left),
    Rule(LAPSED, incoming.LapsedOffer, "offer-answered", "application", INFORM, (officers,)),

    Rule(AWARDED, incoming.Award, "award-made", "award", INFORM, (contact, every_partner)),
    Rule(AWARDED, incoming.Award, "award-to-pay", "award", INFORM, (finance_officer,)),
    Rule(SUSPENDED, incoming.SuspendedAward,
         "award-suspended", "award", INFORM, (contact, finance_officer)),
    Rule(SUSPENDED, incoming.SuspendedAward,
         "award-successor-to-agree", "award", ACT, OFFICERS_AND_CLERK),
    Rule(SUSPENSION_OVERDUE, incoming.SuspendedAward,
         "suspension-overdue", "award", ACT, OFFICERS_AND_CLERK),
    Rule(AWARD_RESUMED, incoming.SuspendedAward, "award-resumed", "award", INFORM,
         (contact, officers, finance_officer), conditions.open_again),
    Rule(AWARD_NOVATED, incoming.NovatedAward, "award-novated", "award", INFORM,
         (*SCHOOLS_AND_FINANCE, officers)),
    Rule(VARIED, incoming.Variation, "award-varied", "award", INFORM,
         (*SCHOOLS_AND_FINANCE, officers)),
    Rule(ENDED, incoming.AwardEnd, "award-ended", "award", INFORM,
         (contact, officers, finance_officer)),
    Rule(RECOVERED, incoming.Recovery, "recovery-recorded", "award", INFORM,
         (contact, officers, finance_officer)),
    Rule(RECOVERED, incoming.Recovery, "recovery-with-warnings", "award", ACT,
         (finance_officer,), conditions.recovered_with_warnings),
    Rule(FINDINGS_DUE, incoming.FindingsReminder, "findings-due-soon", "award", ACT, (contact,)),
    Rule(FINDINGS_DUE, incoming.FindingsReminder,
         "findings-reminder", "award", INFORM, (officers,)),
    Rule(FINDINGS, incoming.Findings, "findings-presented", "award", INFORM, (officers,)),
    Rule(HUB_REPORTED, incoming.HubReport, "hub-reported", "award", INFORM, (officers,)),
    Rule(COMPLETED, incoming.Award, "award-completed", "award", INFORM, (contact,)),
    Rule(EVIDENCED, incoming.MilestoneStep, "evidence-to-assess", "award", ACT, (officers,)),
    Rule(EVIDENCE_ACCEPTED, incoming.MilestoneStep,
         "evidence-accepted", "award", INFORM, (contact,)),
    Rule(RETURNED, incoming.MilestoneStep, "evidence-returned", "award", ACT, (contact,)),
    Rule(RETURNED, incoming.MilestoneStep,
         "evidence-returned-officers", "award", INFORM, (officers,)),
    Rule(DUE_SOON, incoming.MilestoneStep, "milestone-due-soon", "award", ACT, (contact,)),
    Rule(DUE_SOON, incoming.MilestoneStep, "milestone-reminder", "award", INFORM, (officers,)),
    Rule(OVERDUE, incoming.MilestoneStep, "milestone-overdue", "award", ACT, (contact,)),
    Rule(OVERDUE, incoming.MilestoneStep, "milestone-reminder", "award", INFORM, (officers,)),

    Rule(CONDITION_DUE_SOON, incoming.ConditionStep,
         "condition-due-soon", "application", ACT, (contact,)),
    Rule(CONDITION_DUE_SOON, incoming.ConditionStep,
         "condition-reminder", "application", INFORM, (officers,)),
    Rule(CONDITION_OVERDUE, incoming.ConditionStep,
         "condition-overdue", "application", ACT, (contact,)),
    Rule(CONDITION_OVERDUE, incoming.ConditionStep,
         "condition-reminder", "application", INFORM, (officers,)),
    Rule(CONDITION_MET, incoming.ConditionStep,
         "condition-met", "application", INFORM, (contact,)),

    Rule(PAID, incoming.Payment, "payment-made", "award", INFORM, (contact,)),
    Rule(PAID, incoming.Payment, "payment-with-warnings", "award", ACT, (finance_officer,),
         conditions.with_warnings),
    Rule(FAILED, incoming.Payment, "payment-failed", "award", ACT, (finance_officer,)),
    Rule(REVERSED, incoming.Payment, "payment-reversed", "award", ACT, (finance_officer,)),
    Rule(UNMATCHED, incoming.Payment, "payment-unmatched", "award", ACT, (finance_officer,)),

    Rule(INSPECTED, incoming.Inspection, "inspection-to-review", "urn", ACT,
         (officers, director_for_a_category), conditions.review_due),
    Rule(INSPECTED, incoming.Inspection, "inspection-published", "urn", INFORM, (officers,),
         conditions.no_review_due),
    Rule(CONCERN, incoming.Concern, "concern-recorded", "concern", ACT, (officers,)),

    Rule(TIER_PROPOSED, incoming.TierProposal,
         "tier-proposed", "urn", ACT, (officers,), conditions.another_tier),
    Rule(TIER_CHANGED, incoming.TierChange,
         "tier-changed", "urn", INFORM, (officers, director_of_what_holds_now)),
    Rule(TIER_CHANGED, incoming.TierChange,
         "tier-changed-school", "urn", INFORM, (headteacher,), conditions.school_told),
    Rule(TIER_REVIEW_MISSED, incoming.Tier,
         "tier-review-missed", "urn", ACT, (officers, director)),

    Rule(SUPPORT_ARRANGED, incoming.Support, "support-arranged", "support", INFORM,
         (headteacher_else_officers, provider_headteacher_else_officers)),
    Rule(SUPPORT_EVALUATED, incoming.SupportRating,
         "support-evaluated", "support", INFORM, (officers,)),
    Rule(SUPPORT_ENDED, incoming.Support, "support-ended", "support", INFORM, (officers,)),
    Rule(NOTICE_ISSUED, incoming.Notice, "notice-issued", "notice", STATUTORY, LED_BY),
    Rule(NOTICE_DUE_SOON, incoming.NoticeReminder,
         "notice-due-soon", "notice", STATUTORY, LED_BY),
    Rule(NOTICE_FAILED, incoming.Notice, "notice-not-complied", "notice", STATUTORY, LED_BY),
    Rule(WINDOW_DUE_SOON, incoming.NoticeReminder,
         "notice-window-due-soon", "notice", STATUTORY, LED_BY),
    Rule(WINDOW_CLOSED, incoming.Notice, "notice-window-closed", "notice", STATUTORY, LED_BY),
    *(Rule(each, incoming.Notice, "notice-ended", "notice", STATUTORY, LED_BY)
      for each in NOTICE_ENDS),
    Rule(POWER_USED, incoming.PowerUsed, "power-used", "urn", STATUTORY, LED_BY),
    Rule(INTERVENTION, incoming.Intervention, "intervention-recorded", "urn", INFORM, LED_BY),
    Rule(CASE_OPENED, incoming.Case, "case-opened", "case", INFORM, (officers, director)),
    Rule(CASE_OPENED, incoming.Case,
         "case-opened-school", "case", INFORM, (headteacher,), conditions.school_told),
    Rule(CASE_REVIEWED, incoming.Case, "case-reviewed", "case", INFORM, (officers, director)),
    Rule(CASE_REVIEWED, incoming.Case,
         "case-reviewed-school", "case", INFORM, (headteacher,), conditions.school_told),
    Rule(CASE_CLOSED, incoming.Case, "case-closed", "case", INFORM, (officers, director)),
    Rule(CASE_CLOSED, incoming.Case,
         "case-closed-school", "case", INFORM, (headteacher,), conditions.school_told),
    Rule(CASE_REVIEW_DUE, incoming.Case, "case-review-due-soon", "case", ACT, (officers,)),
    Rule(CASE_REVIEW_MISSED, incoming.Case,
         "case-review-missed", "case", ACT, (officers, director)),
    Rule(VISIT_NOTED, incoming.VisitNote, "visit-note", "visit", ACT, (headteacher,)),
    Rule(VISIT_LATE, incoming.LateVisit, "visit-late", "visit", INFORM, (adviser,)),
    Rule(STRATEGY_ADOPTED, incoming.Strategy,
         "strategy-adopted", "authority", INFORM, (officers, director)),

    Rule(PUBLISHED, incoming.Report,
         "report-published", "report", INFORM, (readers_of_reports,)),
    Rule(UNDELIVERED, incoming.FailedNotification,
         "delivery-failed", "about", ACT, (operators,), conditions.not_delivered),
    Rule(UNDELIVERED, incoming.FailedNotification,
         "nobody-to-tell", "about", ACT, (officers_else_operators,), conditions.nobody_to_tell),
    *(Rule(f"council.{owner}.event.rejected.v1", incoming.Rejection,
           "event-rejected", "about", ACT, (operators,)) for owner in incoming.OWNERS),
)
# fmt: on


def rules_for(event_type: str, facts: Facts) -> list[Rule]:
    """The rules that hold for this event."""
    return [rule for rule in RULES if rule.event == event_type and rule.when(facts)]


def model_of(event_type: str) -> type[incoming.Incoming]:
    """The model that every rule of this event reads."""
    [model] = {rule.model for rule in RULES if rule.event == event_type}
    return model
