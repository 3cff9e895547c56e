"""Each event in one sentence, for the people who follow a journey."""

from collections.abc import Mapping
from typing import Any

# Why a recorded decision was rejected would tell what the panel decided before its release.
CONFIDENTIAL = "council.casework.decision."
UNSAID = "for reasons that its sender knows"


def says(event_type: str, data: Mapping[str, Any]) -> str:
    """The event in a sentence; names no money, title or person of what is not released."""
    thing, happened = event_type.split(".")[2:4]
    template = SENTENCES.get(f"{thing}.{happened}", f"{thing} {happened}".capitalize())
    return template.format_map(_Words(data))


class _Words(dict[str, Any]):
    """What an event lacks reads as a dash; it never breaks a page."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        for key in ("category", "outcome", "template", "state"):
            if isinstance(data.get(key), str):
                self[key] = data[key].replace("-", " ")
        reasons = data.get("reasons")
        if isinstance(reasons, list):
            codes = [str(reason.get("code", "–")) for reason in reasons if isinstance(reason, dict)]
            about = str(data.get("event_type", ""))
            self["codes"] = UNSAID if about.startswith(CONFIDENTIAL) else ", ".join(codes)
        changes = data.get("changes")
        self["fields"] = ", ".join(sorted(changes)) if isinstance(changes, dict) else ""

    def __missing__(self, key: str) -> str:
        return "–"


SENTENCES: dict[str, str] = {
    "round.opened": "The round {round} opened",
    "round.closed": "The round {round} closed",
    "application.submitted": "Received in time and eligible for round {round}, {category}",
    "application.ineligible": "Received and found ineligible: {codes}",
    "application.withdrawn": "Withdrawn by its lead school",
    "application.superseded": "Superseded by {by}",
    "application.decided": "The panel decided at meeting {meeting}",
    "review.completed": "All {reviews} reviews are in",
    "review.reopened": "A review was taken out; one more is needed",
    "decision.released": "Decision released: {outcome}",
    "decision.voided": "The decision is void; back to the panel",
    "decision.flagged": "An interest declared after the release was flagged",
    "offer.made": "Offer made to the school",
    "offer.accepted": "The school accepted the offer",
    "offer.declined": "The school declined the offer",
    "offer.lapsed": "The offer lapsed",
    "award.made": "Award {award} made",
    "award.completed": "Award {award} completed",
    "milestone.evidenced": "Milestone {milestone} evidenced",
    "milestone.accepted": "Milestone {milestone} accepted",
    "milestone.returned": "Milestone {milestone} returned",
    "milestone.overdue": "Milestone {milestone} overdue",
    "milestone.paid": "Milestone {milestone} paid",
    "payment.requested": "Payment of milestone {milestone} requested",
    "payment.recorded": "Payment {payment_reference} of milestone {milestone} recorded",
    "payment.failed": "Payment {payment_reference} failed",
    "payment.reversed": "Payment {payment_reference} reversed",
    "payment.unmatched": "Payment {payment_reference} matches no accepted milestone",
    "school.registered": "{name} entered the register",
    "school.changed": "The register changed: {fields}",
    "school.closed": "{name} closed",
    "school.converted": "{name} converted; its successor is {successor}",
    "register.imported": "Extract {file} taken in",
    "inspection.recorded": "An inspection was taken in",
    "concern.recorded": "A concern was taken in",
    "notification.delivered": "Delivered by {channel}: {template}",
    "notification.failed": "Not delivered by {channel}, {state}: {template}",
    "event.rejected": "{event_type} was rejected: {codes}",
    "report.published": "Report {name} frozen at event {position}",
}
