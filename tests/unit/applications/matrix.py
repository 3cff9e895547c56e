"""Every command in every state, as tables; run as a module it writes them into the README."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

from applications.domain.application import Application
from applications.domain.award import Award
from chassis.domain import Aggregate, MustWait, Refused
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


def outcome(
    aggregate: Aggregate, command: Callable[[Any], Any], state: Callable[[Any], str]
) -> str:
    """The new state, else the events, else whether the fact is kept; or waits, or refused."""
    before = deepcopy(aggregate)
    try:
        command(aggregate)
    except Refused:
        return "refused"
    except MustWait:
        return "waits"
    if state(aggregate) != state(before):
        return f"**{state(aggregate)}**"
    if aggregate.events:
        return ", ".join(event.name for event in aggregate.events)
    return "–" if aggregate == before else "kept"


def application_state(application: Application) -> str:
    """The state, in public words."""
    return application.status.state.value


def award_state(award: Award) -> str:
    """The first milestone's state, with the award's where that is not active."""
    first = award.milestones[0].state
    return first if award.state == "active" else f"{first}, award {award.state}"


def application_table() -> str:
    """Each state of an application, and what each command does in it."""
    return drawn(
        "state",
        COMMANDS,
        {
            each: [outcome(application_in(each), do, application_state) for do in COMMANDS.values()]
            for each in LIVES
        },
    )


def award_table() -> str:
    """Each state of a milestone, and what each command does in it."""
    return drawn(
        "milestone",
        MILESTONE_COMMANDS,
        {
            each: [outcome(award_in(each), do, award_state) for do in MILESTONE_COMMANDS.values()]
            for each in MILESTONE_LIVES
        },
    )


TABLES = {"application": application_table, "award": award_table}


def drawn(corner: str, heads: Iterable[str], rows: dict[str, list[str]]) -> str:
    """A table in Markdown."""
    lines = [[corner, *heads], *([head, *cells] for head, cells in rows.items())]
    head, *rest = (f"| {' | '.join(line)} |" for line in lines)
    return "\n".join([head, "|" + "---|" * len(lines[0]), *rest])


def marks(name: str) -> tuple[str, str]:
    """The comments around a table in the README."""
    return f"<!-- matrix of the {name} -->\n", f"\n<!-- end of the matrix of the {name} -->"


def drawn_in(text: str, name: str) -> str:
    """The table as the README shows it."""
    begin, end = marks(name)
    return text.partition(begin)[2].partition(end)[0]


def redrawn(text: str, name: str, table: str) -> str:
    """The README with this table between its marks."""
    begin, end = marks(name)
    head, _, rest = text.partition(begin)
    return head + begin + table + end + rest.partition(end)[2]


def main() -> None:
    """Write both tables anew."""
    text = README.read_text("utf-8")
    for name, table in TABLES.items():
        text = redrawn(text, name, table())
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
