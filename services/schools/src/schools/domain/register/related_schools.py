"""Predecessors and successors of a school, followed through every link and never in circles."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from schools.domain.files.links import MATCHED, Link


class Succession(NamedTuple):
    """One school follows another; `plain` where nothing was merged or split."""

    old: str
    new: str
    plain: bool


def succession(link: Link) -> Succession | None:
    """The succession that a link names; None where it names none."""
    word = link.link_type.partition(" ")[0].casefold()
    plain = link.link_type in {"Successor", "Predecessor", MATCHED}
    if word == "successor":
        return Succession(link.urn, link.link_urn, plain)
    if word == "predecessor":
        return Succession(link.link_urn, link.urn, plain)
    return None


class RelatedSchools:
    """The predecessors and successors of schools, by all known links."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._before: dict[str, set[str]] = defaultdict(set)
        self._after: dict[str, set[str]] = defaultdict(set)
        self._plain: dict[tuple[str, str], dict[str, str | None]] = defaultdict(dict)
        for link in links:
            self.add(link)

    def add(self, link: Link) -> None:
        """Adds one link."""
        follows = succession(link)
        if follows is None or follows.old == follows.new:
            return
        self._before[follows.new].add(follows.old)
        self._after[follows.old].add(follows.new)
        if follows.plain:
            side = "closed" if link.urn == follows.old else "opened"
            self._plain[follows.old, follows.new][side] = link.established_on

    def knows(self, urn: str) -> bool:
        """Whether any link names this school."""
        return urn in self._before or urn in self._after

    def predecessors(self, urn: str) -> list[str] | None:
        """The schools that this one follows; None where no link names it."""
        return sorted(self._before.get(urn, ())) if self.knows(urn) else None

    def successors(self, urn: str) -> list[str] | None:
        """The schools that follow this one; None where no link names it."""
        return sorted(self._after.get(urn, ())) if self.knows(urn) else None

    def replacements(self, urn: str) -> list[tuple[str, str]]:
        """The pairs (old, new) with this school that are neither a merger nor a split."""
        pairs = [(old, urn) for old in self._before.get(urn, ())]
        pairs += [(urn, new) for new in self._after.get(urn, ())]
        return sorted(pair for pair in pairs if pair in self._plain)

    def dates(self, old: str, new: str) -> Mapping[str, str | None]:
        """The dates on which, by the links, the old one closed and the new one opened."""
        return self._plain.get((old, new), {})

    def everything_before(self, urn: str) -> list[str]:
        """All predecessors, nearest first, each once, because links can go in circles."""
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
