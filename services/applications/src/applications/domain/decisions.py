"""Decisions: what the panel may decide, and why a decision cannot stand.

Everybody on the bus reads a rejection, so that no reason tells outcome, sum or votes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from applications.domain.panels import Tally, Vote
from applications.domain.reasons import Reason, pounds

APPROVALS = ("approved", "approved-with-conditions")


@dataclass(frozen=True)
class Proposal:
    """What the panel put on record."""

    outcome: str
    awarded_pence: int
    votes: Sequence[Vote]
    conditions: Sequence[str] = ()

    @property
    def approves(self) -> bool:
        """Whether it awards money."""
        return self.outcome in APPROVALS


def decision_refusals(
    proposal: Proposal, requested_pence: int, most_per_award_pence: int
) -> list[Reason]:
    """What is wrong with the record itself, whoever voted."""
    return [
        *_amount_refuses(proposal, min(requested_pence, most_per_award_pence)),
        *_conditions_refuse(proposal),
        *_votes_refuse(proposal),
    ]


def vote_refusals(proposal: Proposal, tally: Tally) -> list[Reason]:
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
    if proposal.approves and not tally.carried:
        return [
            Reason(
                "not-carried",
                "It is carried only where more vote for it than against it.",
            )
        ]
    return []


def _amount_refuses(proposal: Proposal, most_pence: int) -> Iterator[Reason]:
    if proposal.approves and not 0 < proposal.awarded_pence <= most_pence:
        yield Reason(
            "award-beyond-most",
            f"An approval awards more than nothing and at most {pounds(most_pence)} here.",
        )
    if not proposal.approves and proposal.awarded_pence:
        yield Reason(
            "award-without-approval", "Only an approval awards money: record 0 pence without it."
        )


def _conditions_refuse(proposal: Proposal) -> Iterator[Reason]:
    if proposal.outcome == "approved-with-conditions" and not proposal.conditions:
        yield Reason("conditions-missing", "Name at least one condition of the approval.")
    if len(set(proposal.conditions)) < len(proposal.conditions):
        yield Reason("condition-twice", "Give each condition a code of its own.")


def _votes_refuse(proposal: Proposal) -> Iterator[Reason]:
    voters = [vote.person for vote in proposal.votes]
    twice = sorted({person for person in voters if voters.count(person) > 1})
    if twice:
        yield Reason("voted-twice", f"Each person votes once: {', '.join(twice)}.")
