"""The life of a grant as data: an appeal, a novation, findings, an early end with money back."""

from attain.scenario import calendar as days
from attain.scenario.steps import grant_changes
from attain.scenario.steps.step import Expect, Publish

CONVERSION = "An award moves to the successor of its school"
STEPS: dict[str, list[Publish | Expect]] = {
    "A declined school appeals": [
        Publish("forms.appeal.received", days.APPEALED, "upheld_pence", grant_changes.appeal),
        Expect("applications.appeal.received", "“{title}” appeals.", "upheld_pence"),
        Publish("casework.panel.appointed", days.REAPPOINTED, change=grant_changes.other_members),
        Publish(
            "casework.decision.recorded",
            days.APPEAL_MET,
            "upheld_pence",
            grant_changes.appeal_decision,
            17,
        ),
        Publish(
            "casework.decision.released",
            days.APPEAL_RELEASED,
            "upheld_pence",
            grant_changes.appeal_release,
        ),
        Expect("applications.appeal.decided", "The appeal of “{title}” is upheld.", "upheld_pence"),
        Expect("applications.offer.made", "“{title}” has an offer after all.", "upheld_pence"),
    ],
    CONVERSION: [
        Publish("forms.milestone.evidenced", days.EVIDENCED, "novated"),
        Publish("casework.milestone.assessed", days.ASSESSED, "novated"),
        Publish("casework.novation.agreed", days.TODAY, "novated", grant_changes.novation),
        Expect(
            "applications.award.novated",
            "“{title}” moves to the successor of its school.",
            "novated",
            by="award",
        ),
        Publish("finance.payment.made", days.TODAY, "novated", grant_changes.payment_to_successor),
        Expect(
            "applications.payment.recorded",
            "The successor is paid for “{title}”.",
            "novated",
            by="award",
        ),
    ],
    "Findings are presented": [
        Publish("forms.findings.presented", days.ENDED, "presented", grant_changes.findings),
        Expect("applications.findings.presented", "“{title}” presents its findings.", "presented"),
    ],
    "An award ends early, and money comes back": [
        Publish("casework.award.ended", days.ENDED, "recover_pence"),
        Expect("applications.award.ended", "“{title}” ends early.", "recover_pence"),
        Publish("finance.recovery.received", days.ENDED, "recover_pence", grant_changes.recovery),
        Expect("applications.recovery.recorded", "Money of “{title}” came back.", "recover_pence"),
    ],
}
