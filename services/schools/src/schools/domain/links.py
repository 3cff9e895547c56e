"""Predecessors and successors: read from the links file, walked without going in circles."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from schools.domain.extract import URN
from schools.domain.layout import day
from schools.domain.refusals import FileRefused, Reason, refuse
from schools.domain.table import Table

COLUMNS = ("URN", "LinkURN", "LinkType", "LinkEstablishedDate")
MATCHED = "Successor (matched)"  # ours, where no links file named the two


class Link(NamedTuple):
    """One row: what `link_urn` is to `urn`, since when."""

    urn: str
    link_urn: str
    link_type: str
    established_on: str | None


class Succession(NamedTuple):
    """One school follows another; `plain` where nothing was merged or split."""

    old: str
    new: str
    plain: bool


def read_links(table: Table) -> set[Link]:
    """The links of one file."""
    missing = [name for name in COLUMNS if name not in table.header]
    if missing:
        raise FileRefused(
            Reason("column-missing", f"The file lacks the column {name}.") for name in missing
        )
    urn, link_urn, kind, since = (table.header.index(name) for name in COLUMNS)
    found = set()
    for number, row in enumerate(table.rows, start=2):
        if not (URN.fullmatch(row[urn]) and URN.fullmatch(row[link_urn])):
            raise refuse("urn", f"Row {number} does not link two URNs of six digits.")
        found.add(Link(row[urn], row[link_urn], row[kind].strip(), day(row[since])))
    return found


def succession(link: Link) -> Succession | None:
    """What a link says of who follows whom; None where it says nothing of that."""
    word = link.link_type.partition(" ")[0].casefold()
    plain = link.link_type in {"Successor", "Predecessor", MATCHED}
    if word == "successor":
        return Succession(link.urn, link.link_urn, plain)
    if word == "predecessor":
        return Succession(link.link_urn, link.urn, plain)
    return None


class Lineage:
    """Who follows whom, by all links that are known."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._before: dict[str, set[str]] = defaultdict(set)
        self._after: dict[str, set[str]] = defaultdict(set)
        self._plain: dict[tuple[str, str], dict[str, str | None]] = defaultdict(dict)
        for link in links:
            self.add(link)

    def add(self, link: Link) -> None:
        """Takes one more link in."""
        follows = succession(link)
        if follows is None or follows.old == follows.new:
            return
        self._before[follows.new].add(follows.old)
        self._after[follows.old].add(follows.new)
        if follows.plain:
            side = "closed" if link.urn == follows.old else "opened"
            self._plain[follows.old, follows.new][side] = link.established_on

    def knows(self, urn: str) -> bool:
        """Whether any link speaks of this school."""
        return urn in self._before or urn in self._after

    def predecessors(self, urn: str) -> list[str] | None:
        """The schools that this one follows; None where no link speaks of it."""
        return sorted(self._before.get(urn, ())) if self.knows(urn) else None

    def successors(self, urn: str) -> list[str] | None:
        """The schools that follow this one; None where no link speaks of it."""
        return sorted(self._after.get(urn, ())) if self.knows(urn) else None

    def replacements(self, urn: str) -> list[tuple[str, str]]:
        """The pairs (old, new) with this school in it where one school simply became another."""
        pairs = [(old, urn) for old in self._before.get(urn, ())]
        pairs += [(urn, new) for new in self._after.get(urn, ())]
        return sorted(pair for pair in pairs if pair in self._plain)

    def dates(self, old: str, new: str) -> Mapping[str, str | None]:
        """When the links say that the old one closed and the new one opened."""
        return self._plain.get((old, new), {})

    def everything_before(self, urn: str) -> list[str]:
        """All predecessors, nearest first, each once: links go in circles."""
        return _walk(urn, self._before)

    def everything_after(self, urn: str) -> list[str]:
        """All successors, nearest first, each once."""
        return _walk(urn, self._after)


def _walk(start: str, steps: Mapping[str, set[str]]) -> list[str]:
    seen, frontier = {start: None}, [start]
    while frontier:
        frontier = [n for urn in frontier for n in sorted(steps.get(urn, ())) if n not in seen]
        seen.update(dict.fromkeys(frontier))
        frontier = list(dict.fromkeys(frontier))
    return list(seen)[1:]
