"""Decisions: what the panel may decide, and why a decision is refused.

Everybody on the bus reads a rejection, so no reason tells the outcome, the sum or the votes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from applications.domain.money.money import pounds
from applications.domain.panel.panels import Panel, Tally, Vote
from chassis.domain import Reason

APPROVALS = ("approved", "approved-with-conditions")


@dataclass(frozen=True)
class Condition:
    """What must be met before money is paid."""

    code: str
    text: str
    due: date


@dataclass(kw_only=True)
class Decision:
    """A version of the panel's decision, with the panel that it is judged by.

    `status` is stands, void (an interest took its quorum or majority) or replaced.
    """

    key: str
    event_id: str
    meeting: str
    held_on: date
    outcome: str
    awarded_pence: int
    reasons: str
    conditions: tuple[Condition, ...]
    votes: tuple[Vote, ...]
    recorded_by: str
    recorded_at: datetime
    ce_time: datetime
    panel: Panel
    status: str = "stands"
    flagged: bool = False
    released_by: str | None = None
    released_at: datetime | None = None
    authorised_under: str | None = None
    tally: Tally | None = None  # as counted last; None until it is counted again
    about: str = "award"
    appealed_meeting: str | None = None  # of the decision that this one hears an appeal against
    unfunded: bool = False  # approved on appeal, and the round has no money for it
    appeal_by: datetime | None = None  # of a released decline: from then on an appeal is late

    @property
    def voters(self) -> set[str]:
        """Who voted."""
        return {vote.person for vote in self.votes}

    @property
    def order(self) -> tuple[datetime, str]:
        """By when it was recorded, not by when it arrived."""
        return (self.recorded_at, self.event_id)

    @property
    def approves(self) -> bool:
        """Whether it awards money."""
        return self.outcome in APPROVALS

    @property
    def on_appeal(self) -> bool:
        """Whether it decides an appeal."""
        return self.about == "appeal"

    @property
    def funds(self) -> bool:
        """Whether it awards money that the round has: not so where it is upheld but unfunded."""
        return self.approves and not self.unfunded

    @property
    def approved_pence(self) -> int:
        """What an approval awards; 0 for any other outcome, and where there is no money."""
        return self.awarded_pence if self.funds else 0


def decision_refusals(
    decision: Decision, requested_pence: int, max_per_award_pence: int
) -> list[Reason]:
    """What is wrong with the record itself, whoever voted."""
    return [
        *_amount_refuses(decision, min(requested_pence, max_per_award_pence)),
        *_conditions_refuse(decision),
        *_votes_refuse(decision),
    ]


def variation_refusals(decision: Decision, awarded_pence: int) -> list[Reason]:
    """What is wrong with a record about a variation; its sum may be left at 0."""
    reasons = [*_votes_refuse(decision)]
    if decision.awarded_pence > awarded_pence:
        message = f"A variation stays within the award of {pounds(awarded_pence)}."
        reasons.append(Reason("variation-beyond-award", message))
    if decision.conditions or decision.outcome == "approved-with-conditions":
        message = (
            "A variation has no conditions of its own: record it without them, and say in its "
            "reasons what is asked."
        )
        reasons.append(Reason("variation-with-conditions", message))
    return reasons


def vote_refusals(decision: Decision, tally: Tally) -> list[Reason]:
    """Why the vote cannot carry the decision."""
    if not tally.quorate:
        missing = f" Not represented: {', '.join(tally.missing)}." if tally.missing else ""
        return [
            Reason(
                "inquorate",
                f"{tally.present} of the {tally.needed} members needed were present, without an "
                f"interest and without having scored.{missing} Decide it again at a quorate "
                "meeting.",
            )
        ]
    if decision.approves and not tally.carried:
        return [
            Reason(
                "not-carried",
                "It is carried only where more vote for it than against it.",
            )
        ]
    if decision.outcome == "declined" and tally.carried:
        return [
            Reason(
                "votes-contradict-outcome",
                "The outcome and the votes contradict each other. Check both, and record the "
                "decision again.",
            )
        ]
    return []


def _amount_refuses(decision: Decision, max_pence: int) -> Iterator[Reason]:
    if decision.approves and not 0 < decision.awarded_pence <= max_pence:
        yield Reason(
            "award-beyond-most",
            f"The award must be more than £0 and no more than {pounds(max_pence)}.",
        )
    if not decision.approves and decision.awarded_pence:
        yield Reason(
            "award-without-approval", "Only an approval awards money: record 0 pence without it."
        )


def _conditions_refuse(decision: Decision) -> Iterator[Reason]:
    if decision.outcome == "approved-with-conditions" and not decision.conditions:
        yield Reason("conditions-missing", "Name at least one condition of the approval.")
    codes = {each.code for each in decision.conditions}
    if len(codes) < len(decision.conditions):
        yield Reason("condition-twice", "Give each condition a code of its own.")


def _votes_refuse(decision: Decision) -> Iterator[Reason]:
    voters = [vote.person for vote in decision.votes]
    twice = sorted({person for person in voters if voters.count(person) > 1})
    if twice:
        yield Reason("voted-twice", f"Each person votes once: {', '.join(twice)}.")
