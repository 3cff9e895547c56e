"""Counts reviews and votes by what is known now: a decision may become void, or be flagged."""

from dataclasses import dataclass
from datetime import datetime

from applications.domain.application.ending import Ending
from applications.domain.panel.decisions import Decision, vote_refusals
from applications.domain.panel.interests import by_post, is_too_late, with_interest
from applications.domain.panel.panels import Panel, Tally, tally
from applications.domain.panel.reviews import ReviewCount, count_reviews
from applications.domain.states import BEFORE_DECISION, ENDED, State

# A count cannot undo an award: a late interest in one is flagged instead.
VOIDABLE = (
    State.DECIDED,
    State.RELEASED,
    State.OFFERED,
    State.LAPSED,
    State.DECLINED,
    *ENDED,
)


@dataclass(kw_only=True)
class Counting(Ending):
    """An application whose reviews and votes can be counted again."""

    def version(self, decision: Decision) -> int:
        """Which version of the decision this is."""
        return 1 + sum(each.recorded_at < decision.recorded_at for each in self.decisions)

    def review_count(self, released_at: datetime | None) -> ReviewCount:
        """How many reviews count; an interest declared from this release on changes nothing."""
        schools = self.schools_ever
        scored = {
            each.reviewer: each.recorded_at
            for each in sorted(self.reviews, key=lambda each: each.recorded_at)
        }
        interests = {
            **by_post(self.postings, schools, scored, released_at),
            **with_interest(None, schools, self.interests, released_at),
        }
        return count_reviews(self.reviews, interests, self.round.terms.reviews)

    def count_again(self) -> None:
        """Who counts has changed: flag the decision if it is too late, else it may become void."""
        self._flag_late_interests()
        for each in self.decisions:
            self._tally(each)
        void = self._void()
        self._restate_reviews()
        if void is not None:
            self._happened("decision.voided", meeting=void.meeting, version=self.version(void))

    def _tally(self, decision: Decision, until: datetime | None = None) -> Tally:
        """Count the vote, and keep on the decision what counted.

        What was declared or scored after the release takes nothing back. For a decision that was
        replaced without a release its recording is the limit; `until` is an instant given instead.
        """
        until = until or decision.released_at
        if until is None and decision.status == "replaced":
            until = decision.recorded_at
        scorers = {
            each.reviewer for each in self.reviews if until is None or each.recorded_at < until
        }
        schools, panel = self.schools_ever, decision.panel
        at = dict.fromkeys(panel.people | decision.voters, decision.recorded_at)
        interests = {
            **by_post(self.postings, schools, at, until),
            **with_interest(panel, schools, self.interests, until),
        }
        decision.tally = tally(decision.panel, decision.votes, interests, scorers)
        return decision.tally

    def _has_fallen(self, decision: Decision) -> bool:
        """Whether what counts now no longer carries it: its vote, or its reviews."""
        lost = vote_refusals(decision, self._tally(decision))
        return bool(lost) or self._lacks_reviews(decision)

    def _lacks_reviews(self, decision: Decision) -> bool:
        """Whether too few reviews are left; an interest from the release on takes none out.

        An appeal is decided on the reviews that the first decision had.
        """
        return not decision.on_appeal and not self.review_count(decision.released_at).complete

    def _void(self) -> Decision | None:
        """Void the decision in force if it has fallen, and free its money."""
        decision = self._first_to_fall()
        if decision is None or self.status.standing not in VOIDABLE:
            return None
        decision.status = "void"
        if decision.on_appeal:
            self._decline_again(decision)
        else:
            nothing = {"outcome": None, "awarded_pence": None, "meeting": None, "answer_by": None}
            self._advance(State.READY, **nothing)
        self.cancel()  # where the round was, it does not go back to the panel
        return decision

    def _first_to_fall(self) -> Decision | None:
        """The decision that has fallen: the last one, or the decline whose appeal is open.

        Where the decline itself falls there is nothing left to appeal against.
        """
        last, declined = self.decision, self.declined
        if last and last.on_appeal and declined and self._has_fallen(declined):
            for each in self.decisions:
                each.status = "replaced" if each.on_appeal else each.status
            return declined
        return last if last and last.status == "stands" and self._has_fallen(last) else None

    def _restate_reviews(self) -> None:
        """Under review or ready for the panel; published when complete and when one is lost."""
        before, was_ready = self.status, self.state is State.READY
        declined = self.declined
        now = self.review_count(declined.released_at if declined else self.settled_at)
        self._note(reviews=now.reviews, spread=now.spread)
        if self.ended or self.state not in BEFORE_DECISION:
            return  # counted and kept, but no longer published: the panel has decided or need not
        self._move(self._state_by_reviews(now))
        changed = (before.reviews, before.spread) != (now.reviews, now.spread)
        if now.complete and (changed or not was_ready):
            self._happened(
                "review.completed",
                reviews=now.reviews,
                spread=now.spread,
                moderation_needed=now.moderation_needed,
            )
        elif was_ready and not now.complete:
            self._happened("review.reopened", reviews=now.reviews)

    def _state_by_reviews(self, count: ReviewCount) -> State:
        if count.complete:
            return State.READY
        return State.UNDER_REVIEW if self.reviews else State.RECEIVED

    def _flag_late_interests(self) -> None:
        """An interest declared too late leaves the decision as it is; the director is told once.

        A flag for a review or vote that an award lacks goes again with the review that makes it up.
        """
        for decision in self._settled():
            late = any(
                each.nature != "none" and is_too_late(each, decision.released_at)
                for each in self.interests
            )
            lost = decision is self.decision and self.state is State.ACCEPTED
            before = decision.flagged
            decision.flagged = late or (lost and self._has_fallen(decision))
            if decision.flagged and not before:
                version = self.version(decision)
                self._happened("decision.flagged", meeting=decision.meeting, version=version)

    def _settled(self) -> list[Decision]:
        """The decision that was released and is in force, and a decline that was appealed."""
        appealed = {each.meeting for each in self.appeals}
        return [
            each
            for each in self.decisions
            if (each is self.decision and self.settled_at)
            or (each.meeting in appealed and each.released_at and each.status != "void")
        ]


def judged_by(decision: Decision, panel: Panel) -> bool:
    """Put the decision under this panel; whether that changed anything."""
    before, decision.panel = decision.panel, panel
    return before != panel
