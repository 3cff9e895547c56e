"""Keeps reviews, interests and panel appointments, and counts again what they change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from applications.domain.application.counting import judged_by
from applications.domain.application.deciding import Deciding
from applications.domain.commands import InterestDeclaration, ReviewRecord
from applications.domain.panel.interests import Declaration
from applications.domain.panel.panels import Appointment, Panel, own_schools
from applications.domain.panel.reviews import Review, score_refusals
from applications.domain.round.in_time import in_force
from applications.domain.states import Command
from chassis.domain import MustWait, backwards, refuse


@dataclass(kw_only=True)
class Reviewing(Deciding):
    """An application that reviewers score, and in which people declare interests."""

    def review(self, record: ReviewRecord, key: str, panel: Appointment | None) -> None:
        """Always kept; counts where the reviewer has no interest. May reinstate a decision."""
        self.may(Command.REVIEW)
        refuse(score_refusals(record.scores, self.round.terms.reviews))
        refuse(backwards("The review", record.recorded_at, "the form", self.form.submitted_at))
        if panel is None:
            raise MustWait("panel", self.round.terms.panel)
        self.reviews.append(
            Review(
                reviewer=record.reviewer,
                recorded_at=record.recorded_at,
                scores=record.scores,
                own_interest=self._own_school(record.reviewer, panel.panel),
                key=key,
                ce_time=self.at,
            )
        )
        self.count_again()
        self.reinstate()

    def declare(self, declared: InterestDeclaration, key: str) -> None:
        """Always kept; declared before the release it counts again, later it is flagged."""
        self.may(Command.DECLARE)
        self.interests.append(
            Declaration(declared.person, declared.nature, declared.declared_at, key)
        )
        self.count_again()

    def reappoint(self, panel: str, appointments: Sequence[Appointment]) -> None:
        """Judge each vote and review of this panel by the appointment in force at its time.

        A decision may become void by it, or be in force again.
        """
        changed = False
        for decision in self.decisions:
            found = in_force(appointments, decision.ce_time)
            if found and self.history.at(decision.ce_time).terms.panel == panel:
                changed |= judged_by(decision, found.panel)
        for number, review in enumerate(self.reviews):
            judged = self._review_by(review, panel, appointments)
            changed |= judged != review
            self.reviews[number] = judged
        if changed:
            self.count_again()
            self.reinstate()

    def _review_by(self, review: Review, panel: str, appointments: Sequence[Appointment]) -> Review:
        at = review.ce_time or review.recorded_at
        found = in_force(appointments, at)
        if found is None or self.history.at(at).terms.panel != panel:
            return review
        return replace(review, own_interest=self._own_school(review.reviewer, found.panel))

    def _own_school(self, person: str, panel: Panel) -> str | None:
        return own_schools(panel, self.schools_ever).get(person)
