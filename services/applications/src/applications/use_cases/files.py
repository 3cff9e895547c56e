"""One application with all that is known about it, and its public state."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import select

from applications import events
from applications.domain.decisions import APPROVALS
from applications.domain.forms import Form
from applications.domain.interests import Declaration, with_interest
from applications.domain.panels import Panel
from applications.domain.reasons import Reason
from applications.domain.reviews import Review, Standing, standing
from applications.domain.rounds import Round
from applications.domain.states import Command, State, Then, then
from applications.store import ApplicationRow, DecisionRow, FactRow, InterestRow, ReviewRow
from applications.use_cases.facts import round_at, rounds_facts
from applications.use_cases.shared import event_of, refuse, value_of
from chassis import Work, wait_for


@dataclass
class CaseFile:
    """Everything that bears on one application, under its lock."""

    row: ApplicationRow
    form: Form
    facts: list[FactRow]
    interests: list[InterestRow]
    reviews: list[ReviewRow]
    decisions: list[DecisionRow]
    before_withdrawal: State | None = None  # where it stood for a step that its lead overtook

    @property
    def state(self) -> State:
        """Where it stands for the step at hand."""
        return self.before_withdrawal or State(self.row.state)

    @property
    def withdrawn(self) -> bool:
        """Whether its lead withdrew it, be it after the step at hand."""
        return self.row.state == State.WITHDRAWN

    def advance(self, state: State) -> None:
        """On to this state, unless the withdrawal that followed is here already."""
        if not self.withdrawn:
            self.row.state = state

    @property
    def decision(self) -> DecisionRow | None:
        """The last decision on record, by when it was recorded, not by when it came."""
        return max(self.decisions, key=lambda each: (each.recorded_at, each.event_id), default=None)

    def round(self, work: Work) -> Round:
        """The round by the terms in force when the step at hand was taken."""
        return round_at(self.facts, event_of(work).time)

    @property
    def settled_at(self) -> datetime | None:
        """When the decision that stands was released; a deferral settles nothing."""
        decision = self.decision
        if decision is None or decision.status != "stands" or decision.outcome == "deferred":
            return None
        return decision.released_at

    def with_interest(
        self, panel: Panel | None, released_at: datetime | None = None
    ) -> dict[str, str]:
        """Who has an interest; what was declared from this release on does not count."""
        declared = [value_of(Declaration, row.model_dump()) for row in self.interests]
        return with_interest(panel, self.form.schools, declared, released_at)

    def standing(self, work: Work, released_at: datetime | None) -> Standing:
        """Where its reviews stand; what was declared from this release on does not count."""
        reviews = [_review(row) for row in self.reviews]
        interests = self.with_interest(None, released_at)
        return standing(reviews, interests, self.round(work).terms.reviews)

    def version(self, decision: DecisionRow) -> int:
        """Which version of the decision this is."""
        return 1 + sum(each.recorded_at < decision.recorded_at for each in self.decisions)


def _review(row: ReviewRow) -> Review:
    scores = {score["criterion"]: score["score"] for score in row.scores}
    return Review(row.reviewer, row.recorded_at, scores, row.own_interest)


async def open_file(
    work: Work, reference: str, *, money: bool = False, at: datetime | None = None
) -> CaseFile:
    """The application under its lock, and under its round's where money may be taken.

    Waits for an application that nobody knows yet. Those who wait for it look again afterwards.
    A step taken at an instant before the withdrawal finds what the withdrawal found.
    """
    found = await work.session.exec(
        select(ApplicationRow.round).where(ApplicationRow.application == reference)
    )
    if (code := found.first()) is None:
        raise wait_for("application", reference)
    await work.lock(f"application:{reference}", *([f"round:{code}"] if money else []))
    await work.changed(f"application:{reference}")
    row = await work.session.get_one(ApplicationRow, reference)
    file = CaseFile(
        row,
        value_of(Form, row.form),
        await rounds_facts(work, code),
        await _rows(work, InterestRow, reference),
        await _rows(work, ReviewRow, reference),
        await _rows(work, DecisionRow, reference),
    )
    if file.withdrawn and at and row.withdrawn_at and at < row.withdrawn_at:
        file.before_withdrawal = _before_withdrawal(file, work)
    return file


def _before_withdrawal(file: CaseFile, work: Work) -> State:
    decision = file.decision
    if decision is not None and decision.status == "stands":
        if decision.released_at is None:
            return State.DECIDED
        return State.OFFERED if decision.outcome in APPROVALS else State.RELEASED
    if file.standing(work, file.settled_at).complete:
        return State.READY
    return State.UNDER_REVIEW if file.reviews else State.RECEIVED


async def _rows(work: Work, table: Any, reference: str) -> list[Any]:
    found = await work.session.exec(select(table).where(table.application == reference))
    return list(found)


def may(file: CaseFile, command: Command) -> Then:
    """What becomes of a command now; waits or refuses where it cannot take its course."""
    outcome = then(file.state, command)
    if outcome is Then.WAIT:
        raise wait_for("application", file.row.application)
    if outcome is Then.REFUSE:
        refuse([cannot(file, command)])
    return outcome


def cannot(file: CaseFile, command: Command) -> Reason:
    """Why a command can never take its course in this state."""
    return Reason(
        "not-in-this-state",
        f"{file.row.application} is {file.row.state}: it is too late to {command.value}.",
    )


def public(row: ApplicationRow, form: Form) -> dict[str, Any]:
    """The public state that every event of an application carries."""
    return {
        **{name: getattr(row, name) for name in _ROW_FIELDS},
        **{name: getattr(form, name) for name in _FORM_FIELDS},
        "objectives": list(form.objectives),
        "partners": [
            events.Partner(urn=each.urn, share_pence=each.share_pence) for each in form.partners
        ],
    }


_ROW_FIELDS = ("application", "round", "authority", "state", "outcome", "awarded_pence")
_FORM_FIELDS = (
    "form_reference",
    "category",
    "theme",
    "title",
    "lead_school",
    "requested_pence",
    "submitted_at",
)
