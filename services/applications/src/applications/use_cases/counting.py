"""What still counts once a review, an interest or an appointment has come: a decision may fall."""

from applications import events
from applications.domain.decisions import vote_refusals
from applications.domain.interests import Declaration, is_too_late
from applications.domain.panels import Panel
from applications.domain.states import BEFORE_DECISION, State
from applications.store import DecisionRow
from applications.use_cases.files import CaseFile, public
from applications.use_cases.shared import value_of
from applications.use_cases.tallying import proposal_of, tally_of
from chassis import Work


def recount(file: CaseFile, work: Work) -> bool:
    """Whether the decision lost what carried it: then it is void, its money free."""
    for each in file.decisions:
        tally_of(file, value_of(Panel, each.panel), each)
    lost = _void_decision(file, work)
    _restate_reviews(file, work)
    if lost is not None:
        work.record(
            events.DecisionVoided(
                **public(file.row, file.form), meeting=lost.meeting, version=file.version(lost)
            )
        )
    return lost is not None


def _void_decision(file: CaseFile, work: Work) -> DecisionRow | None:
    decision = file.decision
    if decision is None or decision.status != "stands" or file.row.state not in _VOIDABLE:
        return None
    if not has_fallen(file, decision, work):
        return None
    decision.status, row = "void", file.row
    file.advance(State.READY)
    row.held_pence = 0
    row.outcome = row.awarded_pence = row.meeting = row.answer_by = None
    return decision


def has_fallen(file: CaseFile, decision: DecisionRow, work: Work) -> bool:
    """Whether what counts now no longer carries it: neither its vote nor its reviews may lack."""
    counted = tally_of(file, value_of(Panel, decision.panel), decision)
    lost = vote_refusals(proposal_of(decision), counted)
    return bool(lost) or lacks_reviews(file, decision, work)


def lacks_reviews(file: CaseFile, decision: DecisionRow, work: Work) -> bool:
    """Whether too few reviews are left; an interest from the release on takes none out."""
    return not file.standing(work, decision.released_at).complete


# An award cannot be undone by a count: a late interest in one is flagged instead.
_VOIDABLE = (
    State.DECIDED,
    State.RELEASED,
    State.OFFERED,
    State.LAPSED,
    State.DECLINED,
    State.WITHDRAWN,
)


def _restate_reviews(file: CaseFile, work: Work) -> None:
    """Under review, or ready for the panel; told when all are in and when one is taken out."""
    row, now = file.row, file.standing(work, file.settled_at)
    was_ready, before = file.state is State.READY, (row.reviews, row.spread)
    row.reviews, row.spread = now.reviews, now.spread
    if file.withdrawn or file.state not in BEFORE_DECISION:
        return  # the panel has decided, or need not: kept and counted, no longer told
    if now.complete:
        row.state = State.READY
    else:
        row.state = State.UNDER_REVIEW if file.reviews else State.RECEIVED
    if now.complete and (not was_ready or before != (now.reviews, now.spread)):
        work.record(
            events.ReviewCompleted(
                **public(row, file.form),
                reviews=now.reviews,
                spread=now.spread,
                moderation_needed=now.moderation_needed,
            )
        )
    elif was_ready and not now.complete:
        work.record(events.ReviewReopened(**public(row, file.form), reviews=now.reviews))


def flag_late_interests(file: CaseFile, work: Work) -> None:
    """Where an interest comes too late the decision stands, and the director is told, once."""
    decision = file.decision
    settled_at = file.settled_at
    if decision is None or decision.flagged or settled_at is None:
        return
    declared = [value_of(Declaration, row.model_dump()) for row in file.interests]
    late = [each for each in declared if each.nature != "none" and is_too_late(each, settled_at)]
    fallen = has_fallen(file, decision, work)
    if late or (file.state is State.ACCEPTED and fallen):
        decision.flagged = True
        work.record(
            events.DecisionFlagged(
                **public(file.row, file.form),
                meeting=decision.meeting,
                version=file.version(decision),
            )
        )
