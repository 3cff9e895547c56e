"""The states of an application, and what each command finds in each of them."""

from enum import StrEnum


class State(StrEnum):
    """Where an application is, in public words."""

    RECEIVED = "received"
    INELIGIBLE = "ineligible"
    UNDER_REVIEW = "under-review"
    READY = "ready-for-panel"
    DECIDED = "decided"
    RELEASED = "released"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined-by-school"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    ON_HOLD = "on-hold"
    CANCELLED = "cancelled"


class Command(StrEnum):
    """What can be done to an application."""

    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"
    REVIEW = "review"
    ASSIGN = "assign reviewers"
    MODERATE = "moderate"
    DECLARE = "declare an interest"
    DECIDE = "decide"
    APPEAL = "appeal"
    HEAR = "decide the appeal"
    RELEASE = "release"
    ANSWER = "answer"
    LAPSE = "lapse"
    MEET = "meet a condition"
    CANCEL = "cancel with its round"
    HOLD = "hold for a school"
    NOVATE = "novate"
    END = "end on hold"
    CONSENT = "answer as a partner"
    VARY = "decide on a variation"


class Then(StrEnum):
    """What happens to a command."""

    GO = "go"  # it is carried out
    KEEP = "keep"  # the fact is kept, the state stays
    DONE = "done"  # it is so already, or no longer matters
    WAIT = "wait"  # something that must come first has not arrived
    REFUSE = "refuse"  # it can never be


BEFORE_DECISION = (State.RECEIVED, State.UNDER_REVIEW, State.READY)
ANSWERED_OR_OVER = (State.DECLINED, State.LAPSED)
GONE = (State.WITHDRAWN, State.SUPERSEDED)
UNRANKED = (State.INELIGIBLE, *GONE, State.CANCELLED)
LIVE = (*BEFORE_DECISION, State.DECIDED, State.RELEASED, State.OFFERED)  # may be put on hold
ENDED = (State.WITHDRAWN, State.CANCELLED)  # as of an instant, which later steps may precede
HOLDING = (State.DECIDED, State.RELEASED, State.OFFERED, State.ACCEPTED)  # may hold money


def _row(otherwise: Then, given: dict[Then, tuple[State, ...]] | None = None) -> dict[State, Then]:
    row = dict.fromkeys(State, otherwise)
    for then, states in (given or {}).items():
        row.update(dict.fromkeys(states, then))
    return row


MATRIX: dict[Command, dict[State, Then]] = {
    # A lapse is undone by what came before it, so a lapsed application can still be withdrawn.
    Command.WITHDRAW: _row(
        Then.GO,
        {
            Then.DONE: (State.WITHDRAWN,),
            Then.REFUSE: (State.INELIGIBLE, State.ACCEPTED, State.DECLINED),
        },
    ),
    # Refuse: the later form is refused, because this application holds an offer.
    Command.SUPERSEDE: _row(
        Then.GO,
        {
            Then.DONE: (State.INELIGIBLE, State.RELEASED, *ANSWERED_OR_OVER, *GONE),
            Then.REFUSE: (State.OFFERED, State.ACCEPTED),
        },
    ),
    # What ended before the round was cancelled stays; the use case compares the instants.
    Command.CANCEL: _row(
        Then.GO,
        {
            Then.DONE: (
                State.INELIGIBLE,
                State.ACCEPTED,
                State.DECLINED,
                State.SUPERSEDED,
                State.CANCELLED,
            )
        },
    ),
    Command.REVIEW: _row(Then.KEEP, {Then.GO: BEFORE_DECISION, Then.REFUSE: (State.INELIGIBLE,)}),
    Command.ASSIGN: _row(Then.KEEP, {Then.GO: BEFORE_DECISION, Then.REFUSE: (State.INELIGIBLE,)}),
    Command.MODERATE: _row(Then.KEEP, {Then.GO: BEFORE_DECISION, Then.REFUSE: (State.INELIGIBLE,)}),
    Command.DECLARE: _row(
        Then.GO,
        {Then.KEEP: (*GONE, State.ON_HOLD, State.CANCELLED), Then.REFUSE: (State.INELIGIBLE,)},
    ),
    # A released decision is decided again only where it was deferred.
    Command.DECIDE: _row(
        Then.REFUSE,
        {
            Then.GO: (State.READY, State.DECIDED, State.RELEASED),
            Then.WAIT: (State.RECEIVED, State.UNDER_REVIEW, State.ON_HOLD),
        },
    ),
    # Only a released decline is appealed; the aggregate goes on where its appeal is decided again.
    Command.APPEAL: _row(
        Then.REFUSE,
        {
            Then.GO: (State.RELEASED,),
            Then.WAIT: (*BEFORE_DECISION, State.DECIDED, State.ON_HOLD),
        },
    ),
    Command.HEAR: _row(
        Then.REFUSE,
        {
            Then.GO: (State.RELEASED,),
            Then.WAIT: (*BEFORE_DECISION, State.DECIDED, State.ON_HOLD),
        },
    ),
    # In a released state the use case looks whether it is this meeting's release once more.
    Command.RELEASE: _row(
        Then.DONE,
        {
            Then.GO: (State.DECIDED,),
            Then.WAIT: (*BEFORE_DECISION, State.ON_HOLD),
            Then.REFUSE: (State.INELIGIBLE, *GONE, State.CANCELLED),
        },
    ),
    Command.ANSWER: _row(
        Then.WAIT,
        {
            Then.GO: (State.OFFERED, State.LAPSED),
            Then.DONE: (State.ACCEPTED, State.DECLINED),
            Then.REFUSE: (State.INELIGIBLE, *GONE, State.CANCELLED),
        },
    ),
    Command.LAPSE: _row(Then.DONE, {Then.GO: (State.OFFERED,)}),
    Command.MEET: _row(
        Then.WAIT,
        {
            Then.GO: (State.OFFERED, State.ACCEPTED, *ANSWERED_OR_OVER, State.ON_HOLD),
            Then.REFUSE: (State.INELIGIBLE, *GONE, State.CANCELLED),
        },
    ),
    # A declined application is over; of an accepted one the award is suspended.
    Command.HOLD: _row(Then.DONE, {Then.GO: (*LIVE, State.ON_HOLD)}),
    Command.NOVATE: _row(Then.REFUSE, {Then.GO: (*LIVE, State.ACCEPTED, State.ON_HOLD)}),
    Command.END: _row(Then.REFUSE, {Then.GO: (State.ON_HOLD,)}),
    # An ineligible one may be eligible again, or refused for a reason more.
    Command.CONSENT: _row(Then.KEEP, {Then.GO: (*LIVE, State.INELIGIBLE, State.ON_HOLD)}),
    Command.VARY: _row(
        Then.WAIT,
        {
            Then.GO: (State.ACCEPTED,),
            Then.REFUSE: (State.INELIGIBLE, State.DECLINED, *GONE, State.CANCELLED),
        },
    ),
}
# Ineligible only because of its partners' word, which they may take back.
RETURNING = {
    Command.REVIEW: Then.KEEP,
    Command.DECLARE: Then.KEEP,
    Command.WITHDRAW: Then.GO,
    Command.NOVATE: Then.GO,
}
# On hold these wait, or do nothing; all others go on as in the state that it was held in.
HELD_UP = (Command.DECIDE, Command.RELEASE, Command.ANSWER, Command.LAPSE)


def then(state: State, command: Command) -> Then:
    """What happens to this command in this state."""
    return MATRIX[command][state]


def may_be_held(state: State, outcome: str | None) -> bool:
    """Whether a school that closes puts it on hold: not once the panel's decline is released."""
    return state in LIVE and not (state is State.RELEASED and outcome == "declined")
