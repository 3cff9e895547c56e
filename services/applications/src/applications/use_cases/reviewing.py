"""What we do with reviews and interests: keep each, and count again what still counts."""

from applications import events
from applications.domain.decisions import vote_refusals
from applications.domain.interests import Declaration, is_too_late
from applications.domain.panels import Panel, own_schools
from applications.domain.reviews import score_refusals
from applications.domain.states import BEFORE_DECISION, Command, State
from applications.messages import InterestDeclaration, ReviewRecord
from applications.store import DecisionRow, InterestRow, ReviewRow
from applications.use_cases.facts import panel_at
from applications.use_cases.files import CaseFile, may, open_file, public
from applications.use_cases.shared import event_of, refuse, value_of
from applications.use_cases.tallying import proposal_of, tally_of
from chassis import Work


async def record_review(record: ReviewRecord, work: Work) -> None:
    """Kept always; it counts where the reviewer has no interest."""
    file = await open_file(work, record.application)
    may(file, Command.REVIEW)
    event, terms = event_of(work), file.round(work).terms
    scores = [(score.criterion, score.score) for score in record.scores]
    refuse(score_refusals(scores, terms.reviews))
    panel, _ = await panel_at(work, terms.panel, event.time)
    row = ReviewRow(
        key=event.key,
        application=record.application,
        reviewer=record.reviewer,
        recorded_at=record.recorded_at,
        ce_time=event.time,
        scores=[score.model_dump() for score in record.scores],
        own_interest=own_schools(panel, file.form.schools).get(record.reviewer),
    )
    work.session.add(row)
    file.reviews.append(row)
    recount(file, work)


async def declare_interest(declared: InterestDeclaration, work: Work) -> None:
    """Kept always; declared before the release it counts again, later it is flagged."""
    file = await open_file(work, declared.application)
    may(file, Command.DECLARE)
    row = InterestRow(
        key=event_of(work).key,
        application=declared.application,
        person=declared.person,
        nature=declared.nature,
        declared_at=declared.declared_at,
    )
    work.session.add(row)
    file.interests.append(row)
    await count_again(file, work)


async def count_again(file: CaseFile, work: Work) -> None:
    """Who counts has changed: flagged where it is too late, else a decision may fall."""
    flag_late_interests(file, work)
    if recount(file, work):
        await work.cancel_timer("offer-lapses", subject=file.row.application)


def recount(file: CaseFile, work: Work) -> bool:
    """Whether the decision lost its vote: then it is void, its money free, and reviews count."""
    for each in file.decisions:
        tally_of(file, value_of(Panel, each.panel), each)
    lost = _void_decision(file)
    _restate_reviews(file, work)
    if lost is not None:
        work.record(
            events.DecisionVoided(
                **public(file.row, file.form), meeting=lost.meeting, version=file.version(lost)
            )
        )
    return lost is not None


def _void_decision(file: CaseFile) -> DecisionRow | None:
    decision = file.decision
    if decision is None or decision.status != "stands" or file.state not in _VOIDABLE:
        return None
    if not _lost_its_vote(file, decision):
        return None
    decision.status, row = "void", file.row
    file.advance(State.READY)
    row.held_pence = 0
    row.outcome = row.awarded_pence = row.meeting = row.answer_by = None
    return decision


def _lost_its_vote(file: CaseFile, decision: DecisionRow) -> bool:
    counted = tally_of(file, value_of(Panel, decision.panel), decision)
    return bool(vote_refusals(proposal_of(decision), counted))


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
    row, now = file.row, file.standing(work)
    was_ready, before = file.state is State.READY, (row.reviews, row.spread)
    row.reviews, row.spread = now.reviews, now.spread
    if file.state not in BEFORE_DECISION:
        return  # the panel has decided: kept and counted, no longer told
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
    if late or (file.state is State.ACCEPTED and _lost_its_vote(file, decision)):
        decision.flagged = True
        work.record(
            events.DecisionFlagged(
                **public(file.row, file.form),
                meeting=decision.meeting,
                version=file.version(decision),
            )
        )
