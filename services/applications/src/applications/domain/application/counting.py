"""Counts reviews and votes by what is known now: a decision may become void, or be flagged."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from applications.domain.application.ending import Ending
from applications.domain.application.status import Status
from applications.domain.panel.arrangements import latest
from applications.domain.panel.decisions import Decision, vote_refusals
from applications.domain.panel.interests import by_post, is_too_late, with_interest
from applications.domain.panel.panels import Panel, Tally, tally
from applications.domain.panel.review_count import ReviewCount, count_reviews
from applications.domain.states import BEFORE_DECISION, ENDED, UNRANKED, State

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
        """What the reviews come to; nothing declared or arranged from this release on counts."""
        return count_reviews(
            self.reviews,
            self._barred_reviewers(released_at),
            self.round.terms.reviews,
            latest(self.assignments, released_at),
            latest(self.moderations, released_at),
        )

    @property
    def ranking(self) -> int | None:
        """Its place among others, in hundredths; None until all reviews are in."""
        now = self.review_count(self.settled_at)
        return now.ranking if now.all_in and self.status.state not in UNRANKED else None

    def _barred_reviewers(self, released_at: datetime | None) -> dict[str, str]:
        """Who has an interest, of those who were asked, scored or moderated; and why."""
        arranged = latest(self.assignments, released_at)
        asked = dict.fromkeys(arranged.reviewers, arranged.assigned_at) if arranged else {}
        moderated = {each.moderated_by: each.moderated_at for each in self.moderations}
        scored = {
            each.reviewer: each.recorded_at
            for each in sorted(self.reviews, key=lambda each: each.recorded_at)
        }
        return {
            **by_post(
                self.postings, self.schools_ever, {**asked, **moderated, **scored}, released_at
            ),
            **with_interest(None, self.schools_ever, self.interests, released_at),
        }

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
        """Under review or ready for the panel; published when all are in and when one is lost."""
        before, was_in = self.status, self.status.reviews_in
        declined = self.declined
        now = self.review_count(declined.released_at if declined else self.settled_at)
        self._note(
            reviews=now.reviews,
            spread=now.spread,
            reviews_in=now.all_in,
            moderation_needed=now.moderation_needed,
        )
        if self.ended or self.state not in BEFORE_DECISION:
            return  # counted and kept, but no longer published: the panel has decided or need not
        changed = _shown(before) != _shown(self.status)
        self._move(self._state_by_reviews(now))
        if now.all_in and changed:
            self._happened(
                "review.completed",
                reviews=now.reviews,
                spread=now.spread,
                moderation_needed=now.moderation_needed,
                reviewers=list(now.reviewers),
            )
        elif (was_in or before.state is State.READY) and not now.all_in:
            self._happened("review.reopened", reviews=now.reviews, **self._asked())

    def _state_by_reviews(self, count: ReviewCount) -> State:
        if count.ready:
            return State.READY
        return State.UNDER_REVIEW if self.reviews else State.RECEIVED

    def _asked(self) -> dict[str, Any]:
        """Who is asked to review it by when, for the events that say it."""
        now = latest(self.assignments, self.settled_at)
        return {
            "reviewers": list(now.reviewers) if now else [],
            "due": now.due if now else None,
            "working_days_late": None,
        }

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


def _shown(status: Status) -> tuple[object, ...]:
    """What the event of all reviews says of them."""
    return (status.reviews, status.spread, status.reviews_in, status.moderation_needed)
