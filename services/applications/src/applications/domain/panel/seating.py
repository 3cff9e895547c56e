"""Who sits where when a panel votes: as many as can, the constituencies that must be there first.

A substitute may fit several seats, so that a seat is given only until somebody needs it more: a
maximum matching by augmenting paths. An augmented matching loses neither a person nor a seat.
"""

from collections.abc import Hashable, Mapping, MutableMapping, Sequence
from typing import TypeVar

Asker = TypeVar("Asker", bound=Hashable)
Place = TypeVar("Place", bound=Hashable)


def seating(
    seats_of: Mapping[str, Sequence[int]], required: Sequence[Sequence[int]]
) -> dict[int, str]:
    """Each occupied seat, with its person.

    As many people as possible, the first ones given rather than the last; among those people's
    ways to sit, one in which as many of the required constituencies as possible have a seat, the
    first ones given rather than the last.
    """
    seats: dict[int, str] = {}
    for person in seats_of:
        _place(person, seats_of, seats, set())
    people = {person: seats_of[person] for person in sorted(seats.values())}
    seats = _represented(people, required)
    for person in sorted(people.keys() - set(seats.values())):
        _place(person, people, seats, set())
    return seats


def _represented(
    people: Mapping[str, Sequence[int]], required: Sequence[Sequence[int]]
) -> dict[int, str]:
    """One seat for each required constituency that somebody can sit for."""
    able = {
        number: [person for person, own in people.items() if not set(own).isdisjoint(seats)]
        for number, seats in enumerate(required)
    }
    stands_for: dict[str, int] = {}
    for number in able:
        _place(number, able, stands_for, set())
    return {
        next(seat for seat in people[person] if seat in required[number]): person
        for person, number in stands_for.items()
    }


def _place(
    asker: Asker,
    places_of: Mapping[Asker, Sequence[Place]],
    taken: MutableMapping[Place, Asker],
    tried: set[Place],
) -> bool:
    """Whether there is a place: a free one, or one whose holder can move to another."""
    for place in places_of[asker]:
        if place in tried:
            continue
        tried.add(place)
        if place not in taken or _place(taken[place], places_of, taken, tried):
            taken[place] = asker
            return True
    return False
