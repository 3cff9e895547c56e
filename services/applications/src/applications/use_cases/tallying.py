"""What a recorded vote comes to, by the facts that are known now, and that it was taken."""

from datetime import datetime
from typing import Any

from applications import events
from applications.domain.decisions import Proposal
from applications.domain.panels import Panel, Tally, Vote, tally
from applications.store import DecisionRow
from applications.use_cases.files import CaseFile, public
from chassis import Work


def proposal_of(decision: DecisionRow) -> Proposal:
    """The decision as the rules look at it."""
    return Proposal(
        decision.outcome,
        decision.awarded_pence,
        [Vote(vote["person"], vote["vote"]) for vote in decision.votes],
        [condition["code"] for condition in decision.conditions],
    )


def tally_of(
    file: CaseFile, panel: Panel, decision: DecisionRow, until: datetime | None = None
) -> Tally:
    """Counts the vote, and notes on the decision what counted.

    What was declared or scored after the release takes nothing back, nor, where another took its
    place unreleased, after it was recorded; `until` is an instant given instead.
    """
    until = until or decision.released_at
    if until is None and decision.status == "replaced":
        until = decision.recorded_at
    scorers = {
        review.reviewer for review in file.reviews if until is None or review.recorded_at < until
    }
    interests = file.with_interest(panel, until)
    counted = tally(panel, proposal_of(decision).votes, interests, scorers)
    decision.tally = _kept(counted)
    return counted


def tell_decided(file: CaseFile, decision: DecisionRow, work: Work) -> None:
    """That the panel decided; neither outcome nor pence before the release."""
    work.record(
        events.ApplicationDecided(
            **public(file.row, file.form),
            meeting=decision.meeting,
            version=file.version(decision),
        )
    )


def _kept(counted: Tally) -> dict[str, Any]:
    return {
        "present": counted.present,
        "needed": counted.needed,
        "for": counted.votes_for,
        "against": counted.votes_against,
        "missing": list(counted.missing),
        "waived": list(counted.waived),
        "excluded": dict(counted.excluded),
    }
