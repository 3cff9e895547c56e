"""An award from the accepted offer to its last milestone: evidence and assessment."""

from dataclasses import dataclass
from datetime import datetime

from applications.domain.application import Application
from applications.domain.award.ending import Ending
from applications.domain.award.ledger import ACCEPTED, Milestone
from applications.domain.award.presenting import Presenting
from applications.domain.award.recording import Recording
from applications.domain.award.varying import Varying
from applications.domain.commands import MilestoneAssessment, MilestoneEvidence
from applications.domain.money.milestones import Assessment, Evidence, evidence_state
from applications.domain.money.money import scale_shares
from applications.domain.money.offers import offered_milestones
from applications.domain.panel.separation_of_duties import assessment_refusals
from applications.domain.reminding import MILESTONE, findings_timer, milestone_timer, settled
from chassis.domain import MustWait, backwards, refuse


@dataclass(kw_only=True)
class Award(Recording, Ending, Presenting, Varying):
    """One award; every change of its state or its money is one of its methods."""

    @classmethod
    def make(cls, reference: str, application: Application, accepted_at: datetime) -> "Award":
        """An accepted offer: a part award scales the milestones and the partners' shares."""
        form, awarded = application.form, application.status.awarded_pence or 0
        current = application.current
        asked = [each.share_pence or 0 for each in current.partners]
        shares = scale_shares(asked, form.requested_pence, awarded)
        award = cls(
            reference=reference,
            application=application.reference,
            authority=application.authority,
            form=form,
            lead_school=current.lead_school,
            awarded_pence=awarded,
            committed_pence=awarded,
            planned_end=form.planned_end,
            awarded_at=accepted_at,
            lead_share_pence=awarded - sum(shares),
            partners=[
                {"urn": each.urn, "share_pence": None if each.share_pence is None else share}
                for each, share in zip(current.partners, shares, strict=True)
            ],
            milestones=[Milestone(**each) for each in offered_milestones(form, awarded)],
            novations=list(application.novations),
        )
        calendar = application.offers.calendar
        award.timers.extend(
            milestone_timer(reference, each.number, each.due, accepted_at, calendar)
            for each in award.milestones
        )
        if award.findings_due:
            award.timers.append(
                findings_timer(reference, award.findings_due, accepted_at, calendar)
            )
        award._happened("award.made", inherits=("application", application.reference))
        return award

    def evidenced(self, sent: MilestoneEvidence, key: str) -> None:
        """Always kept; once a milestone is accepted further evidence changes nothing."""
        milestone = self.milestone(sent.milestone)
        refuse(backwards("The evidence", sent.submitted_at, "the award", self.awarded_at))
        self.evidence.append(
            Evidence(
                key=key,
                number=sent.milestone,
                submitted_at=sent.submitted_at,
                spend_pence=sent.spend_pence,
                evidence=sent.evidence,
            )
        )
        if self._restate(milestone) and milestone.state == "evidenced":
            self._step(
                "milestone.evidenced",
                milestone,
                submitted_at=sent.submitted_at,
                spend_pence=sent.spend_pence,
            )

    def assess(self, found: MilestoneAssessment, key: str) -> None:
        """Waits for the evidence that it assesses; whoever voted or scored does not assess."""
        milestone = self.milestone(found.milestone)
        sent = {each.submitted_at for each in self._evidence_of(milestone)}
        if found.evidence_submitted_at not in sent:
            raise MustWait("award", self.reference)
        if around := self.surroundings:
            refuse(assessment_refusals(found.assessed_by, around.voters, around.scorers))
        self.assessments.append(_assessment(found, key))
        if not self._restate(milestone) or milestone.state not in {"accepted", "returned"}:
            return
        note = {"note": found.note} if milestone.state == "returned" else {}
        self._step(f"milestone.{milestone.state}", milestone, assessed_at=found.assessed_at, **note)
        if milestone.state == "accepted":
            self.timers.append(settled(MILESTONE, f"{self.reference}/{milestone.number}"))
            self.request_payments()
            self._complete()

    def _restate(self, milestone: Milestone) -> bool:
        """The milestone's state by all the evidence that is known; True where it changed."""
        if milestone.state in ACCEPTED:
            return False
        sent = [each.submitted_at for each in self._evidence_of(milestone)]
        found = [each for each in self.assessments if each.number == milestone.number]
        before, milestone.state = milestone.state, evidence_state(sent, found)
        return milestone.state != before

    def _evidence_of(self, milestone: Milestone) -> list[Evidence]:
        return [each for each in self.evidence if each.number == milestone.number]


def _assessment(found: MilestoneAssessment, key: str) -> Assessment:
    return Assessment(
        found.evidence_submitted_at,
        accepted=found.result == "accepted",
        assessed_at=found.assessed_at,
        key=key,
        number=found.milestone,
        assessed_by=found.assessed_by,
        note=found.note,
    )
