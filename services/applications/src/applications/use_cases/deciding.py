"""What we do with a decision: judge the record, count the vote, take the money."""

from applications.domain.decisions import decision_refusals, vote_refusals
from applications.domain.moments import backwards, day_begins
from applications.domain.panels import Panel
from applications.domain.reasons import Reason
from applications.domain.rounds import Round
from applications.domain.states import Command, State
from applications.messages import DecisionRecord
from applications.store import DecisionRow
from applications.use_cases.earmarking import earmark
from applications.use_cases.facts import panel_at
from applications.use_cases.files import CaseFile, cannot, may, open_file
from applications.use_cases.releasing import release_instead
from applications.use_cases.reviewing import count_again
from applications.use_cases.shared import event_of, refuse, stored
from applications.use_cases.tallying import proposal_of, tally_of, tell_decided
from chassis import Work, wait_for


async def record_decision(record: DecisionRecord, work: Work) -> None:
    """Waits for the application, its reviews and its panel; anything else refuses at once."""
    file = await open_file(work, record.application, money=True, at=record.recorded_at)
    released = _released_too_soon(file, record)
    if not released and not _comes_late(file, record, work):
        may(file, Command.DECIDE)
        if file.state is State.RELEASED and file.row.outcome != "deferred":
            refuse([cannot(file, Command.DECIDE)])
    round_ = file.round(work)
    panel, appointed = await panel_at(work, round_.terms.panel, event_of(work).time)
    decision = _row(record, work, panel)
    reasons = [*_record_refusals(file, round_, panel, decision)]
    counted = tally_of(file, panel, decision, until=decision.recorded_at)
    lost = vote_refusals(proposal_of(decision), counted)
    if lost and not appointed:
        raise wait_for("panel", panel.panel)  # the appointment in force then may still come
    refuse([*reasons, *lost])
    if _comes_late(file, record, work):
        decision.status = "replaced"
        work.session.add(decision)
    else:
        await _take_place(file, decision, work)
        if released:
            await release_instead(file, released, decision, work)
        await count_again(file, work)  # what was declared after the vote may be here already


def _released_too_soon(file: CaseFile, record: DecisionRecord) -> DecisionRow | None:
    """The decision whose release was meant for this one: a release tells its meeting's last word.

    Once the school has answered, what it answered stands.
    """
    current = file.decision
    if current is None or current.released_at is None or file.state not in _UNANSWERED:
        return None
    same_meeting = current.meeting == record.meeting.reference
    in_time = current.recorded_at < record.recorded_at < current.released_at
    return current if same_meeting and in_time else None


_UNANSWERED = (State.RELEASED, State.OFFERED, State.LAPSED)


def _comes_late(file: CaseFile, record: DecisionRecord, work: Work) -> bool:
    """Whether a newer decision is on record: this one is kept, whatever became of the newer."""
    current = file.decision
    if current is None:
        return False
    return (current.recorded_at, current.event_id) > (record.recorded_at, event_of(work).id)


async def _take_place(file: CaseFile, decision: DecisionRow, work: Work) -> None:
    if not file.withdrawn:
        await earmark(file, decision, work)
    current = file.decision
    if current:
        current.status = "replaced"  # a void one too: only what stands can be void
    work.session.add(decision)
    file.decisions.append(decision)
    file.advance(State.DECIDED)
    tell_decided(file, decision, work)


def _record_refusals(
    file: CaseFile, round_: Round, panel: Panel, decision: DecisionRow
) -> list[Reason]:
    category = round_.terms.category(file.row.category)
    most = category.most_per_award_pence if category else 0
    reasons = decision_refusals(proposal_of(decision), file.form.requested_pence, most)
    at = decision.recorded_at
    reasons += [
        *backwards("The decision", at, "the form", file.form.submitted_at),
        *backwards("The decision", at, "the day of its meeting", day_begins(decision.held_on)),
    ]
    if panel.authority != round_.terms.authority:
        reasons.append(
            Reason("panel-authority", f"{panel.panel} decides for {panel.authority} only.")
        )
    if round_.is_cancelled(decision.recorded_at):
        reasons.append(
            Reason("round-cancelled", "The round had been cancelled when it was decided.")
        )
    return reasons


def _row(record: DecisionRecord, work: Work, panel: Panel) -> DecisionRow:
    event = event_of(work)
    return DecisionRow(
        key=event.key,
        event_id=event.id,
        application=record.application,
        meeting=record.meeting.reference,
        held_on=record.meeting.held_on,
        outcome=record.outcome,
        awarded_pence=record.awarded_pence,
        reasons=record.reasons,
        conditions=[each.model_dump(mode="json") for each in record.conditions],
        votes=[each.model_dump() for each in record.votes],
        recorded_by=record.recorded_by,
        recorded_at=record.recorded_at,
        ce_time=event.time,
        panel=stored(panel),
        tally={},
        status="stands",
    )
