"""Every command in every state, as tables; run as a module it writes them into the README."""

from pathlib import Path

from applications.domain.application import Application
from applications.domain.award import Award
from support.state_matrix import draw, outcome, table
from unit.applications.lives import (
    COMMANDS,
    LIVES,
    MILESTONE_COMMANDS,
    MILESTONE_LIVES,
    application_in,
    award_in,
)

README = Path(__file__).parents[3] / "services" / "applications" / "README.md"
RENEW = "PYTHONPATH=tests .venv/bin/python -m unit.applications.matrix"


def application_state(application: Application) -> str:
    """The state, in public words."""
    return application.status.state.value


def award_state(award: Award) -> str:
    """The first milestone's state, with the award's where that is not active."""
    first = award.milestones[0].state
    return first if award.state == "active" else f"{first}, award {award.state}"


def application_table() -> str:
    """Each state of an application, and what each command does in it."""
    return table(
        "state",
        COMMANDS,
        {
            each: [outcome(application_in(each), do, application_state) for do in COMMANDS.values()]
            for each in LIVES
        },
    )


def award_table() -> str:
    """Each state of a milestone, and what each command does in it."""
    return table(
        "milestone",
        MILESTONE_COMMANDS,
        {
            each: [outcome(award_in(each), do, award_state) for do in MILESTONE_COMMANDS.values()]
            for each in MILESTONE_LIVES
        },
    )


TABLES = {"application": application_table, "award": award_table}


if __name__ == "__main__":
    draw(README, TABLES)
