"""The funding round as data: its steps, with the events to publish and the effects to expect."""

from attain.scenario import calendar as days
from attain.scenario.steps import funding_changes as changes
from attain.scenario.steps.step import Expect, Publish

STEPS: dict[str, list[Publish | Expect]] = {
    "The council's directory and panel are known": [
        Publish("directory.person.updated", days.DIRECTORY, change=changes.directory),
        Publish("casework.panel.appointed", days.APPOINTED, change=changes.panel),
    ],
    "A funding round opens": [
        Publish("casework.round.opened", days.OPENED, None, changes.funding_round, 9),
        Expect("applications.round.opened", "The round is open."),
    ],
    "Schools apply": [
        Publish("casework.waiver.granted", days.SUBMITTED, "eligible", changes.waivers, 8),
        Publish("forms.application.received", days.SUBMITTED, "on_time", changes.form, 9),
        Publish("forms.application.received", days.DEADLINE, "late", changes.form, 12),
        Expect("applications.application.submitted", "“{title}” is submitted.", "eligible"),
        Expect(
            "applications.application.ineligible",
            "“{title}” is not eligible, and its school is told why: {refused_for}.",
            "refused_for",
            reason="refused_for",
        ),
    ],
    "One school withdraws, one corrects its form": [
        Publish("forms.application.withdrawn", days.WITHDRAWN, "withdrawn"),
        Expect("applications.application.withdrawn", "“{title}” is withdrawn.", "withdrawn"),
        Expect("applications.application.superseded", "“{title}” is corrected.", "superseded_by"),
    ],
    "A partner refuses": [
        Publish("forms.partner.answered", days.CONSENTED, "refusing", changes.refusal),
        Expect(
            "applications.consent.answered",
            "A partner of “{title}” refuses.",
            "refusing",
            by="application",
        ),
    ],
    "Interests are declared, reviewers score": [
        Publish("casework.interest.declared", days.DECLARED, "on_agenda", changes.interest),
        Publish("casework.review.recorded", days.REVIEWED, "reviewed", changes.reviews),
        Expect("applications.review.completed", "The reviews of “{title}” are done.", "reviewed"),
        Publish("casework.review.moderated", days.MODERATED, "moderated", changes.moderation),
        Expect(
            "applications.review.moderated",
            "The reviewers of “{title}” agree on one score.",
            "moderated",
        ),
    ],
    "The panel decides": [
        Publish("casework.decision.recorded", days.MET, "excess_pence", changes.excess, 17),
        Expect(
            "applications.event.rejected",
            "A decision to award “{title}” more than it asked for is rejected.",
            "excess_pence",
        ),
        Publish("casework.decision.recorded", days.MET, "on_agenda", changes.decision, 17),
        Expect("applications.application.decided", "“{title}” is decided.", "on_agenda"),
    ],
    "Decisions are released": [
        Publish("casework.decision.released", days.RELEASED, "on_agenda"),
        Expect("applications.decision.released", "The result of “{title}” is out.", "on_agenda"),
        Expect("applications.offer.made", "“{title}” receives an offer.", "approved"),
    ],
    "Schools answer their offers": [
        Publish("forms.offer.answered", days.ANSWERED, "answer"),
        Expect("applications.offer.accepted", "“{title}” accepts its offer.", "accepted"),
        Expect("applications.offer.declined", "“{title}” declines its offer.", "declined"),
        Expect("applications.award.made", "“{title}” has its award.", "accepted"),
    ],
    "Milestones are evidenced, accepted and paid": [
        Publish("casework.condition.met", days.CONDITION_MET, "condition"),
        Publish("forms.milestone.evidenced", days.EVIDENCED, "paid"),
        Expect("applications.milestone.evidenced", "“{title}” sends evidence.", "paid"),
        Publish("casework.milestone.assessed", days.ASSESSED, "paid"),
        Expect("applications.milestone.accepted", "Evidence of “{title}” is accepted.", "paid"),
        Publish("finance.payment.made", days.PAID, "paid", changes.payment),
        Expect("applications.payment.recorded", "“{title}” is paid.", "paid"),
    ],
    "An inspection is published, a concern raised": [
        Publish("inspections.inspection.published", days.PUBLISHED, "inspected", changes.card),
        Publish("casework.concern.raised", days.CONCERNED, "concern"),
        Expect("schools.inspection.recorded", "An inspection is recorded.", "inspected"),
        Expect("schools.concern.recorded", "A concern is recorded.", "concern"),
    ],
}
