"""The aggregates without a database: every command in every state, and what always holds."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.domain.application import Application
from applications.domain.application.case import LAPSE
from applications.domain.award import Award
from applications.domain.award.ledger import ACCEPTED
from applications.domain.states import HELD_UP, HOLDING, Command, State, Then, then
from chassis.domain import MustWait, Refused
from support.state_matrix import drawn_in, outcome
from unit.applications import lives, matrix

Aggregated = TypeVar("Aggregated", Application, Award)
BY_COMMAND = {
    "review": Command.REVIEW,
    "assign": Command.ASSIGN,
    "moderate": Command.MODERATE,
    "declare an interest": Command.DECLARE,
    "decide": Command.DECIDE,
    "release": Command.RELEASE,
    "appeal": Command.APPEAL,
    "decide the appeal": Command.HEAR,
    "accept": Command.ANSWER,
    "decline": Command.ANSWER,
    "lapse": Command.LAPSE,
    "meet a condition": Command.MEET,
    "withdraw": Command.WITHDRAW,
    "cancel the round": Command.CANCEL,
}


@pytest.mark.parametrize("name", matrix.TABLES)
def test_readme_shows_the_matrix_as_the_aggregates_behave(name: str) -> None:
    drawn = drawn_in(matrix.README.read_text("utf-8"), name)
    assert drawn == matrix.TABLES[name](), f"The README's matrix is stale. Run: {matrix.RENEW}"


def test_every_state_of_an_application_has_a_row() -> None:
    rows = {matrix.application_state(lives.application_in(each)) for each in lives.LIVES}
    assert rows == set(State)


@pytest.mark.parametrize("state", sorted(set(State) & set(lives.LIVES)))
@pytest.mark.parametrize("command", BY_COMMAND)
def test_aggregate_answers_as_the_rule_of_the_state_says(state: str, command: str) -> None:
    rule = then(State(state.partition(" (")[0]), BY_COMMAND[command])
    found = outcome(lives.application_in(state), lives.COMMANDS[command], matrix.application_state)
    assert (found == "waits") == (rule is Then.WAIT)
    if rule is Then.REFUSE:
        assert found == "refused"


@pytest.mark.parametrize("state", [each for each in lives.LIVES if "on-hold" in each])
@pytest.mark.parametrize("command", BY_COMMAND)
def test_what_is_on_hold_waits_or_goes_on_as_in_the_state_that_it_was_held_in(
    state: str, command: str
) -> None:
    application = lives.application_in(state)
    known = BY_COMMAND[command]
    held = then(State.ON_HOLD, known) if known in HELD_UP else then(application.state, known)
    found = outcome(application, lives.COMMANDS[command], matrix.application_state)
    released = (
        known is Command.RELEASE and application.decision and application.decision.released_at
    )
    assert (found == "waits") == (held is Then.WAIT and not released)


@pytest.mark.parametrize("state", lives.LIVES)
@pytest.mark.parametrize("command", lives.COMMANDS)
def test_state_and_money_move_together(state: str, command: str) -> None:
    application = lives.application_in(state)
    before = application.status
    application = after(application, lives.COMMANDS[command])
    money_holds(application)
    if before.state is State.OFFERED and application.status.state is not State.OFFERED:
        assert offer_timers(application)[-1] is None, "the offer's timer is cancelled"
        keeps = application.status.standing in {State.ACCEPTED, State.OFFERED}
        assert application.status.held_pence == (before.held_pence if keeps else 0)
    if application.events:
        assert application.events[-1].data["state"] == application.status.state


@given(st.lists(st.sampled_from([*lives.READY, *lives.COMMANDS.values(), lives.decide()])))
def test_money_is_held_only_where_the_state_holds_it_after_any_commands(
    steps: list[lives.Step],
) -> None:
    application = lives.received()
    for step in steps:
        application = after(application, step)
        money_holds(application)
    timers = offer_timers(application)
    open_offer = application.status.state is State.OFFERED
    assert bool(timers and timers[-1]) == open_offer, "a timer runs with the offer, and only then"


@given(st.lists(st.sampled_from(list(lives.MILESTONE_COMMANDS.values()))))
def test_award_never_pays_more_than_it_accepted_after_any_commands(
    steps: list[lives.AwardStep],
) -> None:
    award = lives.award_in("due")
    for step in steps:
        award = after(award, step)
        paid = sum(each.amount_pence for each in award.milestones if each.state == "paid")
        accepted = sum(each.amount_pence for each in award.milestones if each.state in ACCEPTED)
        assert paid <= award.paid_pence <= accepted <= award.awarded_pence
        assert award.paid_pence <= award.committed_pence <= award.awarded_pence
        owed = max(0, award.paid_pence - award.recovered_pence)
        assert 0 <= award.to_recover_pence <= owed
        assert award.end is None or award.committed_pence == award.paid_pence
        made = sum(each.amount_pence or 0 for each in award.payments if each.was_made)
        not_matched = [each for each in award.payments if each.state == "unmatched"]
        assert award.paid_pence + sum(each.amount_pence or 0 for each in not_matched) == made
        assert all(each.warnings for each in not_matched)
    for earlier, later in pairwise(event.data for event in award.events):
        assert later["paid_pence"] >= 0
        assert earlier["awarded_pence"] == later["awarded_pence"]


def after(aggregate: Aggregated, step: Callable[[Aggregated], Any]) -> Aggregated:
    """The aggregate after a command; as it was where the command is not carried out."""
    changed = deepcopy(aggregate)
    try:
        step(changed)
    except (Refused, MustWait):
        return aggregate
    return changed


def offer_timers(application: Application) -> list[datetime | None]:
    """When the offer lapses, after each change of that timer."""
    return [change.due for change in application.timers if change.name == LAPSE]


def money_holds(application: Application) -> None:
    """Money is held in a state that may hold it, and all of the award where it was accepted."""
    status = application.status
    assert status.held_pence == 0 or status.standing in HOLDING
    if status.standing in {State.OFFERED, State.ACCEPTED}:
        assert status.held_pence == status.awarded_pence == lives.HELD


def test_void_decision_released_after_a_withdrawal_holds_no_money() -> None:
    application = lives.received()
    for step in (*lives.READY, lives.decide()):
        step(application)
    lives.declare(application)  # a voter's interest: the decision is void
    lives.withdraw(application)
    application.interests.clear()  # it was declared too late for a release dated before it
    lives.release(application)
    assert application.decision
    assert (application.decision.status, application.status.state) == ("stands", State.WITHDRAWN)
    assert application.status.held_pence == 0
