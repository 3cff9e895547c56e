"""Every command in every state: the whole matrix, written out."""

import pytest

from applications.domain.states import Command, State, then

COLUMNS = list(State)
LETTERS = {"g": "go", "k": "keep", "d": "done", "w": "wait", "r": "refuse"}

#                 received
#                 | ineligible
#                 | | under-review
#                 | | | ready-for-panel
#                 | | | | decided
#                 | | | | | released
#                 | | | | | | offered
#                 | | | | | | | accepted
#                 | | | | | | | | declined-by-school
#                 | | | | | | | | | lapsed
#                 | | | | | | | | | | withdrawn
#                 | | | | | | | | | | | superseded
#                 | | | | | | | | | | | | on-hold
#                 | | | | | | | | | | | | | cancelled
TABLE = {
    "WITHDRAW":  "g r g g g g g r r g d g g g",
    "SUPERSEDE": "g d g g g d r r d d d d g g",
    "REVIEW":    "g r g g k k k k k k k k k k",
    "ASSIGN":    "g r g g k k k k k k k k k k",
    "MODERATE":  "g r g g k k k k k k k k k k",
    "DECLARE":   "g r g g g g g g g g k k k k",
    "DECIDE":    "w r w g g g r r r r r r w r",
    "APPEAL":    "w r w w w g r r r r r r w r",
    "HEAR":      "w r w w w g r r r r r r w r",
    "RELEASE":   "w r w w g d d d d d r r w r",
    "ANSWER":    "w r w w w w g d d g r r w r",
    "LAPSE":     "d d d d d d g d d d d d d d",
    "MEET":      "w r w w w w g g g g r r g r",
    "CANCEL":    "g d g g g g g d d g g d g d",
    "HOLD":      "g d g g g g g d d d d d g d",
    "NOVATE":    "g r g g g g g g r r r r g r",
    "END":       "r r r r r r r r r r r r g r",
    "VARY":      "w r w w w w w g r w r r w r",
    "CONSENT":   "g g g g g g g k k k k k g k",
}  # fmt: skip


@pytest.mark.parametrize(
    ("command", "state", "letter"),
    [
        (command, state, letter)
        for command, row in TABLE.items()
        for state, letter in zip(COLUMNS, row.split(), strict=True)
    ],
)
def test_each_command_in_each_state(command: str, state: State, letter: str) -> None:
    assert then(state, Command[command]) == LETTERS[letter]


def test_the_matrix_is_whole() -> None:
    assert set(TABLE) == {command.name for command in Command}
