"""What we do with a decision: judge the record, count the vote, take the money."""

from sqlalchemy import func
from sqlmodel import col, select

from applications import events
from applications.domain.budget import Money, shortfall
from applications.domain.decisions import decision_refusals, vote_refusals
from applications.domain.panels import Panel
from applications.domain.reasons import Reason
from applications.domain.rounds import Round
from applications.domain.states import Command, State
from applications.messages import DecisionRecord
from applications.store import ApplicationRow, DecisionRow
from applications.use_cases.facts import panel_at
from applications.use_cases.files import CaseFile, cannot, may, open_file, public
from applications.use_cases.shared import event_of, refuse, stored
from applications.use_cases.tallying import proposal_of, tally_of
from chassis import Work, wait_for


async def record_decision(record: DecisionRecord, work: Work) -> None:
    """Waits for the application, its reviews and its panel; anything else refuses at once."""
    file = await open_file(work, record.application, money=True)
    if not _comes_late(file, record, work):
        may(file, Command.DECIDE)
        if file.state is State.RELEASED and file.row.outcome != "deferred":
            refuse([cannot(file, Command.DECIDE)])
    round_ = file.round(work)
    panel, appointed = await panel_at(work, round_.terms.panel, event_of(work).time)
    decision = _row(record, work, panel)
    reasons = [*_record_refusals(file, round_, panel, decision)]
    lost = vote_refusals(proposal_of(decision), tally_of(file, panel, decision))
    if lost and not appointed:
        raise wait_for("panel", panel.panel)  # the appointment in force then may still come
    refuse([*reasons, *lost])
    if _comes_late(file, record, work):
        decision.status = "replaced"
        work.session.add(decision)
    else:
        await _take_place(file, decision, round_, work)


def _comes_late(file: CaseFile, record: DecisionRecord, work: Work) -> bool:
    """Whether a newer decision is on record: this one is kept, whatever became of the newer."""
    current = file.decision
    if current is None:
        return False
    return (current.recorded_at, current.event_id) > (record.recorded_at, event_of(work).id)


async def _take_place(file: CaseFile, decision: DecisionRow, round_: Round, work: Work) -> None:
    await earmark(file, decision, round_, work)
    current = file.decision
    if current and current.status == "stands":
        current.status = "replaced"
    work.session.add(decision)
    file.decisions.append(decision)
    file.row.state = State.DECIDED
    work.record(
        events.ApplicationDecided(
            **public(file.row, file.form),
            meeting=decision.meeting,
            version=file.version(decision),
        )
    )


async def earmark(file: CaseFile, decision: DecisionRow, round_: Round, work: Work) -> None:
    """Take the money under the round's lock, or refuse with the shortfall."""
    awarded = decision.awarded_pence if proposal_of(decision).approves else 0
    if awarded:
        await take_money(file.row, awarded, round_, work)
    file.row.held_pence = awarded


async def take_money(row: ApplicationRow, pence: int, round_: Round, work: Work) -> None:
    """Refuses what the others of the round, or of the category, leave no money for."""
    found = await work.session.execute(
        select(ApplicationRow.category, func.sum(ApplicationRow.held_pence))
        .where(ApplicationRow.round == row.round)
        .where(col(ApplicationRow.application) != row.application)
        .group_by(col(ApplicationRow.category))
    )
    held = {category: int(sum_ or 0) for category, sum_ in found}
    terms = round_.terms.category(row.category)
    ceiling = terms.ceiling_pence if terms else None
    refuse(
        shortfall(
            pence,
            Money(round_.terms.budget_pence, earmarked_pence=sum(held.values())),
            Money(ceiling, earmarked_pence=held.get(row.category, 0)) if ceiling else None,
        )
    )


def _record_refusals(
    file: CaseFile, round_: Round, panel: Panel, decision: DecisionRow
) -> list[Reason]:
    category = round_.terms.category(file.row.category)
    most = category.most_per_award_pence if category else 0
    reasons = decision_refusals(proposal_of(decision), file.form.requested_pence, most)
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
        panel=stored(panel),
        tally={},
        status="stands",
    )
