"""The panel: its seats, who has an interest, and what a vote comes to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil


@dataclass(frozen=True)
class Member:
    """One seat: who holds it, for which constituency, from which schools, and who may step in."""

    person: str
    seat: str
    schools: tuple[str, ...] = ()
    substitutes: tuple[str, ...] = ()


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

    @property
    def needed(self) -> int:
        """How many must be present: the fraction of all seats, rounded up."""
        return ceil(Fraction(self.quorum.fraction) * len(self.members))

    def seats_of(self, person: str) -> list[int]:
        """The seats for which a person may count, as holder first, else as a substitute."""
        held = [n for n, member in enumerate(self.members) if member.person == person]
        stood_in = [n for n, member in enumerate(self.members) if person in member.substitutes]
        return [*held, *stood_in]


@dataclass(frozen=True)
class Vote:
    """What one person said."""

    person: str
    vote: str


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
    """Members whose own schools, as the appointment lists them, are part of the application."""
    return {
        member.person: f"own school {urn}"
        for member in panel.members
        for urn in member.schools
        if urn in schools
    }


def tally(
    panel: Panel, votes: Sequence[Vote], interests: Mapping[str, str], scorers: Iterable[str]
) -> Tally:
    """Counts only members and their substitutes, without an interest, who did not score."""
    barred = {**dict.fromkeys(scorers, "scored the application"), **interests}
    seated, excluded = _seat(panel, votes, barred)
    present = {panel.members[seat].seat for seat in seated}
    required = dict.fromkeys(panel.quorum.seats_required)
    waived = tuple(name for name in required if _all_interested(panel, name, interests))
    said = [vote.vote for vote in seated.values()]
    return Tally(
        present=len(seated),
        needed=panel.needed,
        votes_for=said.count("for"),
        votes_against=said.count("against"),
        missing=tuple(name for name in required if name not in present and name not in waived),
        waived=tuple(name for name in waived if name not in present),
        excluded=excluded,
    )


def _seat(
    panel: Panel, votes: Sequence[Vote], barred: Mapping[str, str]
) -> tuple[dict[int, Vote], dict[str, str]]:
    seated: dict[int, Vote] = {}
    excluded: dict[str, str] = {}
    holders = {member.person for member in panel.members}
    for vote in sorted(votes, key=lambda vote: vote.person not in holders):
        seats = panel.seats_of(vote.person)
        seat = next((each for each in seats if each not in seated), None)
        if why := barred.get(vote.person):
            excluded[vote.person] = why
        elif not seats:
            excluded[vote.person] = "neither a member nor a substitute"
        elif seat is None:
            excluded[vote.person] = "the seat had voted"
        else:
            seated[seat] = vote
    return seated, excluded


def _all_interested(panel: Panel, seat: str, interests: Mapping[str, str]) -> bool:
    members = [member for member in panel.members if member.seat == seat]
    return bool(members) and all(member.person in interests for member in members)
