"""The panel: its seats, who has an interest, and what a vote comes to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from math import ceil
from typing import Literal

from applications.domain.panel.seating import seating


@dataclass(frozen=True)
class Member:
    """One seat: who holds it, for which constituency, from where, and who may step in."""

    person: str
    seat: str
    schools: tuple[str, ...] = ()
    substitutes: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    chair: bool = False


@dataclass(frozen=True)
class Quorum:
    """The fraction of all seats, and the constituencies that must be there."""

    fraction: str
    seats_required: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panel:
    """The panel as appointed."""

    panel: str
    authority: str
    title: str
    members: tuple[Member, ...]
    quorum: Quorum
    corrects: bool = False  # it was recorded wrongly: this holds from its first appointment on

    @property
    def needed(self) -> int:
        """How many must be present: the fraction of all seats, rounded up."""
        return ceil(Fraction(self.quorum.fraction) * len(self.members))

    def seats_of(self, person: str) -> list[int]:
        """The seats for which a person may count: their own, else those of which a substitute."""
        held = [n for n, member in enumerate(self.members) if member.person == person]
        stood_in = [n for n, member in enumerate(self.members) if person in member.substitutes]
        return held or stood_in

    @property
    def people(self) -> set[str]:
        """Everybody who may sit on it, substitutes included."""
        return {person for each in self.members for person in (each.person, *each.substitutes)}

    def seats_for(self, constituency: str) -> list[int]:
        """The seats of one constituency."""
        return [n for n, member in enumerate(self.members) if member.seat == constituency]


@dataclass(frozen=True)
class Appointment:
    """A panel as appointed by one event, which says from when it holds."""

    ce_time: datetime
    event_id: str
    panel: Panel


def as_corrected(appointments: Sequence[Appointment]) -> list[Appointment]:
    """The appointments that count: the last correction takes the place of all before it.

    It holds from the first appointment on, so it is dated then; a later appointment follows it.
    """
    ordered = sorted(appointments, key=lambda each: (each.ce_time, each.event_id))
    corrections = [n for n, each in enumerate(ordered) if each.panel.corrects]
    if not corrections:
        return ordered
    last = corrections[-1]
    return [replace(ordered[last], ce_time=ordered[0].ce_time), *ordered[last + 1 :]]


@dataclass(frozen=True)
class Vote:
    """One person's vote."""

    person: str
    vote: Literal["for", "against", "abstain"]


@dataclass(frozen=True)
class Tally:
    """What a vote comes to, and why some of it does not count."""

    present: int
    needed: int
    votes_for: int
    votes_against: int
    missing: tuple[str, ...]
    waived: tuple[str, ...]
    excluded: Mapping[str, str]

    @property
    def quorate(self) -> bool:
        """Enough people without an interest, and every constituency that must be there."""
        return self.present >= self.needed and not self.missing

    @property
    def carried(self) -> bool:
        """More for than against."""
        return self.votes_for > self.votes_against


def own_schools(panel: Panel, schools: Collection[str]) -> dict[str, str]:
    """People whose seat has a school that is part of the application, as the appointment lists it.

    A substitute carries the schools of the seat as well.
    """
    holders = {member.person for member in panel.members}
    return {
        person: f"own school {urn}" if person == member.person else f"school of the seat {urn}"
        for member in panel.members
        for urn in member.schools
        if urn in schools
        for person in (*(set(member.substitutes) - holders), member.person)
    }


def tally(
    panel: Panel, votes: Sequence[Vote], interests: Mapping[str, str], scorers: Iterable[str]
) -> Tally:
    """Counts only members and their substitutes, without an interest, who did not score."""
    barred = {**dict.fromkeys(scorers, "scored the application"), **interests}
    required = dict.fromkeys(panel.quorum.seats_required)
    waived = tuple(name for name in required if _all_interested(panel, name, interests))
    asked = sorted(required, key=lambda name: name in waived)  # the waived ones need nobody
    seated = _seated(panel, {vote.person for vote in votes} - barred.keys(), asked)
    present = {panel.members[seat].seat for seat in seated}
    counted = set(seated.values())
    said = [vote.vote for vote in votes if vote.person in counted]
    return Tally(
        present=len(seated),
        needed=panel.needed,
        votes_for=said.count("for"),
        votes_against=said.count("against"),
        missing=tuple(name for name in required if name not in present and name not in waived),
        waived=tuple(name for name in waived if name not in present),
        excluded={
            vote.person: barred.get(vote.person) or _without_seat(panel, vote.person)
            for vote in votes
            if vote.person not in counted
        },
    )


def _seated(panel: Panel, voters: Collection[str], asked: Sequence[str]) -> dict[int, str]:
    """Holders go before substitutes; of two substitutes for one seat, the first by name."""
    holders = {member.person for member in panel.members}
    ranked = sorted(voters, key=lambda person: (person not in holders, person))
    return seating(
        {person: panel.seats_of(person) for person in ranked},
        [panel.seats_for(constituency) for constituency in asked],
    )


def _without_seat(panel: Panel, person: str) -> str:
    return "the seat had voted" if panel.seats_of(person) else "neither a member nor a substitute"


def _all_interested(panel: Panel, seat: str, interests: Mapping[str, str]) -> bool:
    members = [member for member in panel.members if member.seat == seat]
    return bool(members) and all(member.person in interests for member in members)
