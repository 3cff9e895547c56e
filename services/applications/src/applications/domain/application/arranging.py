"""Arranges the reviews: who is asked to score by when, and what reviewers far apart agree on."""

from dataclasses import dataclass

from applications.domain.application.reviewing import Reviewing
from applications.domain.commands import ReviewerAssignment, ReviewModeration
from applications.domain.panel.arrangements import Assignment, Moderation, contradictions, latest
from applications.domain.panel.reviews import score_refusals
from applications.domain.reminding import review_timer
from applications.domain.states import BEFORE_DECISION, Command
from chassis.domain import backwards, refuse


@dataclass(kw_only=True)
class Arranging(Reviewing):
    """An application whose reviews an officer arranges."""

    def assign(self, record: ReviewerAssignment, key: str) -> None:
        """Always kept; the latest holds, and from the first one on only those asked count."""
        self.may(Command.ASSIGN)
        at = record.assigned_at
        refuse(backwards("The assignment", at, "the form", self.form.submitted_at))
        refuse(contradictions("Another assignment", at, self.assignments))
        reviewers = tuple(dict.fromkeys(record.reviewers))
        made = Assignment(reviewers, record.due, record.assigned_by, at, key)
        self.assignments.append(made)
        if latest(self.assignments) is made and self._awaits_the_panel():
            self._happened("reviewers.assigned", **self._asked())
            self._remind_of(made)
        self.count_again()
        self.reinstate()

    def moderate(self, record: ReviewModeration, key: str) -> None:
        """Always kept; the latest holds until a review that counts is recorded after it."""
        self.may(Command.MODERATE)
        at = record.moderated_at
        refuse(score_refusals(record.scores, self.round.terms.reviews))
        refuse(backwards("The moderation", at, "the form", self.form.submitted_at))
        refuse(contradictions("Another moderation", at, self.moderations))
        made = Moderation(record.scores, record.note, record.moderated_by, at, key)
        self.moderations.append(made)
        if latest(self.moderations) is made and self._awaits_the_panel():
            self._happened("review.moderated", **self._asked())
        self.count_again()
        self.reinstate()

    def missing_reviewers(self) -> tuple[str, ...]:
        """Who was asked, may score and has not, while the panel has not decided."""
        if not self._awaits_the_panel():
            return ()
        return self.review_count(self.settled_at).missing

    def _awaits_the_panel(self) -> bool:
        return not self.ended and self.state in BEFORE_DECISION

    def _remind_of(self, made: Assignment) -> None:
        timer = review_timer(self.reference, made.due, self.at, self.offers.calendar)
        self.timers.append(timer)
