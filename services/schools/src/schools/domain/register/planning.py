"""Last step before writing: what an extract or a links file does to each school."""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from schools.domain import codes
from schools.domain.files.extract import Extract
from schools.domain.files.links import MATCHED, Link
from schools.domain.register.conversions import Conversion, by_likeness, by_links
from schools.domain.register.related_schools import RelatedSchools
from schools.domain.register.school import Changes, School, changes, enters, updated

_LIFE = {"status_code", "close_date", "successors"}
Happened = Literal["registered", "changed", "closed", "converted"]


@dataclass(frozen=True)
class Outcome:
    """What one file did to one school."""

    happened: Happened
    school: School
    changes: Changes
    conversion: Conversion | None = None

    @property
    def opened_or_ended(self) -> bool:
        """Whether a school that was known closed, converted, or is open again."""
        if self.happened == "changed":
            return not _LIFE.isdisjoint(self.changes)
        return self.happened in {"closed", "converted"}


@dataclass
class Plan:
    """All that one file does, worked out before anything is written."""

    number: int  # of this import, counted from 1
    as_of: date
    related: RelatedSchools
    known: Mapping[str, School]
    previous: date | None = None
    after: dict[str, School] = field(default_factory=dict)
    matched: list[Link] = field(default_factory=list)
    withdrawn: list[Link] = field(default_factory=list)  # matched by us, and not true after all
    outcomes: list[Outcome] = field(default_factory=list)
    _moved: set[str] = field(default_factory=set)  # whose end or links are others than before

    def take(self, extract: Extract, urns: Iterable[str]) -> None:
        """Reads the rows that differ from what their last extract stated."""
        day = self.as_of.isoformat()
        for urn in urns:
            stated, before = extract.read(urn), self.known.get(urn)
            if before is None:
                self.after[urn] = School(urn, enters(stated), day, self.number)
            else:
                state = updated(before.state, stated)
                self.after[urn] = replace(before, state=state, absent_since=None)

    def miss(self, urns: Iterable[str]) -> None:
        """Notes which schools the file no longer has; that closes none of them."""
        for urn in urns:
            self.after[urn] = replace(self.known[urn], absent_since=self.as_of.isoformat())

    def relink(self, urns: Iterable[str]) -> None:
        """Notes the schools whose links a links file adds or removes."""
        self._moved.update(urns)

    def convert(self, leavers: Iterable[School] = ()) -> None:
        """Finds the conversions among the schools that this file touches, and takes back others.

        A first import has none: what happened before it is history.
        """
        linked = [urn for urn in self.after if self.related.knows(urn)]
        self._note_ends(linked)
        self._take_back()
        touched = sorted({*linked, *self._moved})
        found = by_links(touched, self._now, self.related, self.as_of)
        if self.previous is not None:
            gone = [self._now[school.urn] for school in leavers]
            arrived = [school for school in self.after.values() if self._arrives(school)]
            paired = {urn for conversion in found for urn in conversion[:2]}
            found += by_likeness(
                [school for school in arrived if school.urn not in paired],
                [school for school in gone if school.urn not in paired],
                self.previous,
                self.related,
                self.as_of,
            )
        converted = {conversion.old: conversion for conversion in reversed(found)}
        for conversion in converted.values():
            self._carry_out(conversion)
        self._relate()
        self._conclude(converted)

    @property
    def _now(self) -> Mapping[str, School]:
        return ChainMap(self.after, self.known)  # type: ignore[arg-type]

    def _arrives(self, school: School) -> bool:
        before = self.known.get(school.urn)
        return before is None or not codes.is_open(before.state["status_code"])

    def _note_ends(self, urns: Iterable[str]) -> None:
        self._moved.update(urn for urn in urns if self.related.note_end(urn, self._now[urn].end))

    def _take_back(self) -> None:
        """Takes back each conversion that the register no longer bears out."""
        for urn in sorted(self.related.around(self._moved)):
            old = self._now.get(urn)
            if old is None or old.converted_to is None:
                continue
            if self.related.holds(urn, old.converted_to):
                continue
            self.withdrawn += self.related.withdraw_matched(urn, old.converted_to)
            self._moved.update((urn, old.converted_to))
            self.after[urn] = replace(old, converted_to=None)

    def _relate(self) -> None:
        """Gives schools the predecessors and successors that the links now name."""
        for urn in sorted(self.related.around(self._moved)):
            school = self.after.get(urn) or self.known.get(urn)
            if school is None:
                continue
            linked = {
                "predecessors": self.related.predecessors(urn),
                "successors": self.related.successors(urn),
            }
            if changes(school.state, linked):
                self.after[urn] = replace(school, state={**school.state, **linked})

    def _carry_out(self, conversion: Conversion) -> None:
        if conversion.matched:
            link = Link(conversion.old, conversion.new, MATCHED, conversion.closed_on)
            self.related.add(link)
            self.matched.append(link)
        old = self._now[conversion.old]
        closed = {
            "status_code": codes.CLOSED,
            "status": codes.STATUSES[codes.CLOSED],
            "close_date": conversion.closed_on,
        }
        state = {**old.state, **closed}
        self.after[old.urn] = replace(old, state=state, converted_to=conversion.new)
        self._moved.update(conversion[:2])
        self._note_ends(conversion[:2])

    def _conclude(self, converted: Mapping[str, Conversion]) -> None:
        for urn, school in self.after.items():
            before = self.known.get(urn)
            if before is None:
                self.outcomes.append(Outcome("registered", school, {}, converted.get(urn)))
                continue
            diff = changes(before.state, school.state)
            if urn in converted:
                self.outcomes.append(Outcome("converted", school, diff, converted[urn]))
            elif school.closed and not before.closed:
                self.outcomes.append(Outcome("closed", school, diff))
            elif diff:
                self.outcomes.append(Outcome("changed", school, diff))

    def unknown_types(self) -> tuple[str, ...]:
        """The types among these schools that the published list of codes does not have."""
        states = (outcome.school.state for outcome in self.outcomes)
        return tuple(sorted({s["type"] for s in states if s["type_code"] not in codes.TYPES}))

    def count(self, happened: Happened) -> int:
        """How many schools this happened to."""
        return sum(outcome.happened == happened for outcome in self.outcomes)
