"""A warning notice: every command in every state, and every rule; run, it writes the README."""

from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path

from chassis.domain import MustWait, Refused
from unit.schools.notice_lives import COMMANDS, LIVES, WORLDS, Step, notice_in
from unit.schools.statutory_rules import RULES

README = Path(__file__).parents[3] / "services" / "schools" / "README.md"
RENEW = "PYTHONPATH=tests .venv/bin/python -m unit.schools.notice_matrix"


def outcome(state: str, command: Step) -> str:
    """The new state, else the events, else nothing; or waits, or refused."""
    notice = notice_in(state)
    before = deepcopy(notice)
    try:
        command(notice, WORLDS.get(state, {}))
    except Refused:
        return "refused"
    except MustWait:
        return "waits"
    if notice.state != before.state:
        return f"**{notice.state}**"
    if notice.events:
        return ", ".join(event.name.removeprefix("notice.") for event in notice.events)
    return "–"


def matrix() -> str:
    """Each command as a row, each state as a column."""
    rows = (
        [name, *(outcome(state, command) for state in LIVES)] for name, command in COMMANDS.items()
    )
    return _table([["", *LIVES], *rows])


def rules() -> str:
    """Each rule with its section of the Act, its code and the function that holds it."""
    rows = ([each.rule, each.section, f"`{each.code}`", f"`{each.function}`"] for each in RULES)
    return _table([["rule", "section", "code", "function"], *rows])


TABLES = {"matrix of the warning notice": matrix, "rules of the statutory steps": rules}


def _table(lines: Iterable[Iterable[str]]) -> str:
    drawn = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([drawn[0], "|" + "---|" * (drawn[0].count("|") - 1), *drawn[1:]])


def marks(name: str) -> tuple[str, str]:
    """The comments around a table in the README."""
    return f"<!-- {name} -->\n", f"\n<!-- end of the {name} -->"


def drawn_in(text: str, name: str) -> str:
    """The table as the README shows it."""
    begin, end = marks(name)
    return text.partition(begin)[2].partition(end)[0]


def main() -> None:
    """Write the tables anew."""
    text = README.read_text("utf-8")
    for name, table in TABLES.items():
        begin, end = marks(name)
        head, _, rest = text.partition(begin)
        text = head + begin + table() + end + rest.partition(end)[2]
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
