"""Predecessors and successors of a school, followed through every link and never in circles."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from schools.domain import codes
from schools.domain.files.links import MATCHED, Link

STILL_OPEN = "9999-12-31"  # the end of a school that is open: later than any closing date

Pair = tuple[str, str]  # the old school and the new one


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


def end_of(status_code: str, close_date: str | None, *, absent: bool) -> str | None:
    """When a school ended by the register; STILL_OPEN, or None where that is not known."""
    if status_code == codes.CLOSED:
        return close_date
    return None if absent or not codes.is_open(status_code) else STILL_OPEN


class RelatedSchools:
    """The predecessors and successors of schools, by all known links that can be true.

    A school that is open has no successor and is no predecessor (design: "Closed and open
    again"). A plain link is false, too, where the new school ended before the old one did.
    """

    def __init__(
        self, links: Iterable[Link] = (), ends: Mapping[str, str | None] | None = None
    ) -> None:
        self._links: dict[Pair, set[Link]] = defaultdict(set)
        self._before: dict[str, set[str]] = defaultdict(set)
        self._after: dict[str, set[str]] = defaultdict(set)
        self._ends = dict(ends or {})
        for link in links:
            self.add(link)

    def add(self, link: Link) -> None:
        """Adds one link."""
        follows = succession(link)
        if follows is None or follows.old == follows.new:
            return
        self._links[follows[:2]].add(link)
        self._before[follows.new].add(follows.old)
        self._after[follows.old].add(follows.new)

    def withdraw_matched(self, old: str, new: str) -> list[Link]:
        """Removes and returns the links between the two that we matched ourselves."""
        links = self._links.get((old, new), set())
        matched = [link for link in links if link.link_type == MATCHED]
        links.difference_update(matched)
        if matched and not links:
            self._before[new].discard(old)
            self._after[old].discard(new)
        return matched

    def note_end(self, urn: str, end: str | None) -> bool:
        """Notes when a school ended, as end_of says; whether that is new."""
        if urn in self._ends and self._ends[urn] == end:
            return False
        self._ends[urn] = end
        return True

    def knows(self, urn: str) -> bool:
        """Whether any link names this school."""
        return bool(self._before.get(urn) or self._after.get(urn))

    def around(self, urns: Iterable[str]) -> set[str]:
        """These schools and every school that a link ties to one of them."""
        chosen = set(urns)
        return chosen.union(
            *(self._before.get(urn, ()) for urn in chosen),
            *(self._after.get(urn, ()) for urn in chosen),
        )

    def holds(self, old: str, new: str) -> bool:
        """Whether a link says that the new school follows the old one, and it can be true."""
        links = self._links.get((old, new))
        end = self._ends.get(old)
        if not links or end == STILL_OPEN:
            return False
        if end is None or not any(_is_plain(link) for link in links):
            return True
        return (self._ends.get(new) or STILL_OPEN) >= end

    def predecessors(self, urn: str) -> list[str] | None:
        """The schools that this one follows; None where no link names it."""
        return self._direct_before(urn) if self.knows(urn) else None

    def successors(self, urn: str) -> list[str] | None:
        """The schools that follow this one; None where no link names it."""
        return self._direct_after(urn) if self.knows(urn) else None

    def replacements(self, urn: str) -> list[Pair]:
        """The pairs (old, new) with this school that are neither a merger nor a split."""
        pairs = [(old, urn) for old in self._direct_before(urn)]
        pairs += [(urn, new) for new in self._direct_after(urn)]
        return sorted(pair for pair in pairs if any(map(_is_plain, self._links[pair])))

    def dates(self, old: str, new: str) -> Mapping[str, str | None]:
        """The dates on which, by the links, the old one closed and the new one opened."""
        plain = sorted(filter(_is_plain, self._links.get((old, new), ())), key=str)
        return {"closed" if link.urn == old else "opened": link.established_on for link in plain}

    def everything_before(self, urn: str) -> list[str]:
        """All predecessors, nearest first, each once, because links can go in circles."""
        return _walk(urn, self._direct_before)

    def everything_after(self, urn: str) -> list[str]:
        """All successors, nearest first, each once."""
        return _walk(urn, self._direct_after)

    def _direct_before(self, urn: str) -> list[str]:
        return sorted(old for old in self._before.get(urn, ()) if self.holds(old, urn))

    def _direct_after(self, urn: str) -> list[str]:
        return sorted(new for new in self._after.get(urn, ()) if self.holds(urn, new))


def _is_plain(link: Link) -> bool:
    follows = succession(link)
    return follows is not None and follows.plain


def _walk(start: str, step: Callable[[str], list[str]]) -> list[str]:
    seen, frontier = {start: None}, [start]
    while frontier:
        frontier = [near for urn in frontier for near in step(urn) if near not in seen]
        seen.update(dict.fromkeys(frontier))
        frontier = list(dict.fromkeys(frontier))
    return list(seen)[1:]
