"""Each event in one sentence, for people who follow a journey."""

from collections.abc import Mapping
from typing import Any

WITHHELD = "confidential"  # the code in place of a withheld reason; its message says why
BELOW_STANDARD = ("Urgent improvement", "Needs attention")


def summary(event_type: str, data: Mapping[str, Any]) -> str:
    """The event in a sentence; gives no money, title or person before the release."""
    thing, happened = event_type.split(".")[2:4]
    template = SUMMARIES.get(f"{thing}.{happened}", f"{thing} {happened}".capitalize())
    return template.format_map(_Words(data))


class _Words(dict[str, Any]):
    """The words of a summary; a field that the event lacks reads as a dash."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        for key in (
            "category",
            "outcome",
            "template",
            "state",
            "tier",
            "from_tier",
            "kind",
            "published_because",
            "waives",
        ):
            if isinstance(data.get(key), str):
                self[key] = data[key].replace("-", " ")
        self["codes"] = _reasons(data)
        changes = data.get("changes")
        self["fields"] = ", ".join(sorted(changes)) if isinstance(changes, dict) else ""
        self["section"] = str(data.get("power", "–")).removeprefix("s")
        self["result"] = _inspection_result(data)

    def __missing__(self, key: str) -> str:
        return "–"


def _reasons(data: Mapping[str, Any]) -> str:
    reasons = data.get("reasons")
    found = reasons if isinstance(reasons, list) else []
    codes = [_reason(reason) for reason in found if isinstance(reason, dict)]
    return ", ".join(codes) or "–"


def _reason(reason: Mapping[str, Any]) -> str:
    code = str(reason.get("code", "–"))
    return str(reason.get("message", code)) if code == WITHHELD else code


def _inspection_result(data: Mapping[str, Any]) -> str:
    """Each era in its own words, because grades of different eras cannot be compared."""
    if data.get("era") == "monitoring":
        return "monitoring visit"
    if data.get("overall"):
        return f"overall {str(data['overall']).lower()}"
    judgements = data.get("judgements")
    if data.get("era") != "report-card" or not isinstance(judgements, dict):
        return "no overall grade"
    below = sum(judgement in BELOW_STANDARD for judgement in judgements.values())
    return f"{below or 'no'} {'area needs' if below == 1 else 'areas need'} attention"


SUMMARIES: dict[str, str] = {
    "round.opened": "Round {round} opened",
    "round.closed": "Round {round} closed",
    "application.submitted": "Application received on time and complete, round {round}, {category}",
    "application.ineligible": "Application not eligible: {codes}",
    "application.withdrawn": "Application withdrawn by its lead school",
    "application.cancelled": "Application cancelled, by the round or the council",
    "application.held": "Application on hold: school {urn} closed or converted",
    "application.hold-overdue": "Application still on hold for school {urn}",
    "application.resumed": "Application no longer on hold",
    "application.novated": "School {successor} took the place of {from_urn}",
    "consent.answered": "Partner {urn} answered for itself: {answer}",
    "application.superseded": "Application replaced by {by}",
    "application.decided": "Panel decided at meeting {meeting}",
    "review.completed": "All {reviews} reviews received",
    "review.reopened": "Review removed: one more is needed",
    "reviewers.assigned": "Reviewers asked to score by {due}",
    "review.moderated": "Reviewers agreed on one score",
    "meeting.scheduled": "Panel meeting {meeting} on {held_on}: {state}",
    "meeting.papers-due": "Papers for panel meeting {meeting} are due",
    "meeting.at-risk": "Forecast of quorum for panel meeting {meeting} changed",
    "meeting.closed": "Panel meeting {meeting} has dealt with every application",
    "review.due-soon": "Reviews due on {due}",
    "review.overdue": "Reviews overdue since {due}",
    "decision.released": "Decision announced: {outcome}",
    "decision.voided": "Decision no longer valid: the panel decides again",
    "decision.flagged": "Interest declared after the decision was announced",
    "appeal.received": "Appeal received against the decision of {meeting}",
    "appeal.decided": "Appeal decided: {outcome}",
    "waiver.used": "Rule waived by an officer: {waives}",
    "offer.made": "Offer made to the school",
    "offer.closing": "Offer ends soon without an answer",
    "offer.accepted": "Offer accepted by the school",
    "offer.declined": "Offer declined by the school",
    "offer.lapsed": "Offer ended before an acceptance",
    "award.made": "Award {award} made",
    "award.suspended": "Award {award} suspended: school {urn} closed or converted",
    "award.suspension-overdue": "Award {award} still suspended for school {urn}",
    "award.resumed": "Award {award} no longer suspended",
    "award.novated": "School {successor} took the place of {from_urn} in award {award}",
    "award.completed": "Award {award} completed",
    "award.varied": "Award {award} changed by variation {variation}",
    "award.ended": "Award {award} ended early",
    "recovery.recorded": "Money recovered under {recovery_reference}",
    "findings.presented": "Findings presented on {presented_on}",
    "findings.due-soon": "Findings due soon",
    "hub.reported": "Report {report} of the learning hub received",
    "condition.met": "Condition {code} met",
    "condition.due-soon": "Condition {code} due soon",
    "condition.overdue": "Condition {code} overdue",
    "milestone.due-soon": "Milestone {milestone} due soon",
    "milestone.evidenced": "Evidence received for milestone {milestone}",
    "milestone.accepted": "Milestone {milestone} accepted",
    "milestone.returned": "Milestone {milestone} returned to the school",
    "milestone.overdue": "Milestone {milestone} overdue",
    "milestone.paid": "Milestone {milestone} paid",
    "payment.requested": "Payment requested for milestone {milestone}",
    "payment.recorded": "Payment {payment_reference} made for milestone {milestone}",
    "payment.failed": "Payment {payment_reference} failed",
    "payment.reversed": "Payment {payment_reference} reversed",
    "payment.unmatched": "Payment {payment_reference} does not match an accepted milestone",
    "school.registered": "{name} added to the register",
    "school.changed": "School details changed: {fields}",
    "school.closed": "{name} closed",
    "school.converted": "{name} became an academy: {successor}",
    "register.imported": "Register updated from {file}",
    "inspection.recorded": "Inspection published: {result}",
    "tier.proposed": "The rules propose the tier {tier} instead of {from_tier}",
    "results.recorded": "Results published: {stage}, {academic_year}, {version}",
    "story.recorded": "Story published: {title}",
    "tier.changed": "Support tier: {tier} ({from_tier} before)",
    "tier.review-missed": "Tier review due on {review_due} was not held",
    "provider.offered": "{name} offers {days} days of support",
    "support.arranged": "Support arranged: {need_title} by {provider_name}, {days} days",
    "support.delivered": "Support delivered so far: {delivered_days} of {days} days",
    "support.evaluated": "Support rated {rating} out of 5 by the {by}",
    "support.ended": "Support ended: {delivered_days} of {days} days delivered",
    "notice.issued": "Warning notice {notice} given: comply by {compliance_ends}",
    "notice.due-soon": "Warning notice {notice}: compliance period ends on {due}",
    "notice.complied": "Warning notice {notice} complied with",
    "notice.not-complied": "Warning notice {notice} not complied with",
    "notice.window-due-soon": "Warning notice {notice}: two-month window closes after {due}",
    "notice.window-closed": "Warning notice {notice}: two-month window closed",
    "notice.withdrawn": "Warning notice {notice} withdrawn",
    "notice.superseded": "Warning notice {notice} replaced by the Secretary of State's",
    "notice.ended": "Warning notice {notice} no longer in effect: {ended_because}",
    "power.used": "Power under section {section} used on {on}",
    "intervention.recorded": "Step by the Department for Education: {kind}",
    "strategy.adopted": "Education improvement strategy adopted, version {version}",
    "concern.recorded": "Concern raised about the school",
    "case.opened": "Case {case} opened",
    "case.planned": "Plan of case {case} recorded",
    "case.reviewed": "Case reviewed on {held_on}: {rag}",
    "case.review-due-soon": "Case review due by {due}",
    "case.review-missed": "Case review due by {due} was not held",
    "case.closed": "Case closed: {outcome}",
    "visit.recorded": "Visit on {visited_on} recorded",
    "visit.late": "Visit note was {working_days_late} working days late",
    "visit.answered": "School answered the note of the visit",
    "visit.published": "Note of the visit published, {published_because}",
    "notification.delivered": "Message sent by {channel}: {template}",
    "notification.failed": "Message not sent by {channel}, {state}: {template}",
    "event.rejected": "{event_type} rejected: {codes}",
    "report.published": "Report {name} published at event {position}",
}
