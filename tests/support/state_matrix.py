"""Draws what each command does in each state of an aggregate, as a table in a README."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from chassis.domain import Aggregate, MustWait, Refused


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
    aggregate.timers.clear()
    return "–" if aggregate == before else "kept"


def table(corner: str, heads: Iterable[str], rows: Mapping[str, list[str]]) -> str:
    """The table in Markdown."""
    lines = [[corner, *heads], *([head, *cells] for head, cells in rows.items())]
    drawn = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join([drawn[0], "|" + "---|" * len(lines[0]), *drawn[1:]])


def marks(name: str) -> tuple[str, str]:
    """The comments around a table in a README."""
    return f"<!-- matrix of the {name} -->\n", f"\n<!-- end of the matrix of the {name} -->"


def drawn_in(text: str, name: str) -> str:
    """The table as the README shows it."""
    begin, end = marks(name)
    return text.partition(begin)[2].partition(end)[0]


def draw(readme: Path, tables: Mapping[str, Callable[[], str]]) -> None:
    """Write the tables anew."""
    text = readme.read_text("utf-8")
    for name, drawn in tables.items():
        begin, end = marks(name)
        head, _, rest = text.partition(begin)
        text = head + begin + drawn() + end + rest.partition(end)[2]
    readme.write_text(text, "utf-8")
