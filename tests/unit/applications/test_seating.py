"""Substitutes for several seats: whoever can sit does, in whichever order the votes were read."""

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from applications.domain.panel.panels import Panel, Vote, tally
from unit.applications.values import the_panel, votes

PEOPLE = [f"p-{number}" for number in range(6)]
CONSTITUENCIES = ["council", "diocese", "governance"]


def a_seat(person: str, seat: str, *substitutes: str) -> dict[str, Any]:
    return {"person": person, "seat": seat, "substitutes": list(substitutes)}


def panel_of(members: list[dict[str, Any]], required: list[str]) -> Panel:
    return the_panel(members=members, quorum={"fraction": "1/1", "seats_required": required})


def test_a_substitute_for_both_leaves_the_first_seat_to_one_who_fits_no_other() -> None:
    panel = panel_of([a_seat("p-1", "council", "x", "y"), a_seat("p-2", "diocese", "x")], [])
    for cast in permutations(votes(x="for", y="against")):
        result = tally(panel, cast, {}, ())
        assert (result.present, result.quorate, result.excluded) == (2, True, {})


def test_a_substitute_sits_for_the_constituency_that_must_be_there() -> None:
    members = [a_seat("p-1", "council", "x"), a_seat("p-2", "diocese", "x")]
    assert tally(panel_of(members, ["diocese"]), votes(x="for"), {}, ()).missing == ()


def test_a_constituency_that_is_waived_needs_nobody() -> None:
    members = [a_seat("p-1", "council", "x"), a_seat("p-2", "diocese", "x")]
    panel = panel_of(members, ["council", "diocese"])
    result = tally(panel, votes(x="for"), {"p-1": "declared interest: family"}, ())
    assert (result.missing, result.waived) == ((), ("council",))


def test_a_holder_who_voted_keeps_the_own_seat() -> None:
    panel = panel_of([a_seat("p-1", "council", "x"), a_seat("p-2", "diocese", "p-1")], [])
    result = tally(panel, votes(x="against", p_1="for"), {}, ())
    assert result.excluded == {"x": "the seat had voted"}


@st.composite
def small_panels(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[str], list[Vote]]:
    """Up to four seats with up to three substitutes each, and up to six votes."""
    people = st.sampled_from(PEOPLE)
    member = st.builds(
        lambda person, seat, substitutes: a_seat(person, seat, *substitutes),
        people,
        st.sampled_from(CONSTITUENCIES),
        st.lists(people, max_size=3, unique=True),
    )
    vote = st.builds(Vote, people, st.sampled_from(["for", "against", "abstain"]))
    return (
        draw(st.lists(member, min_size=1, max_size=4)),
        draw(st.lists(st.sampled_from(CONSTITUENCIES), unique=True)),
        draw(st.lists(vote, unique_by=lambda each: each.person)),
    )


@given(small_panels(), st.randoms())
def test_neither_the_order_of_the_votes_nor_that_of_the_seats_matters(
    given: tuple[list[dict[str, Any]], list[str], list[Vote]], chance: Any
) -> None:
    members, required, cast = given
    expected = tally(panel_of(members, required), cast, {}, ())
    chance.shuffle(members)
    chance.shuffle(cast)
    assert tally(panel_of(members, required), cast, {}, ()) == expected


@given(small_panels())
def test_no_other_way_to_sit_seats_more_people_or_more_of_who_must_be_there(
    given: tuple[list[dict[str, Any]], list[str], list[Vote]],
) -> None:
    members, required, cast = given
    panel = panel_of(members, required)
    result = tally(panel, cast, {}, ())
    ways = ways_to_sit(panel, [vote.person for vote in cast])
    assert result.present == max(len(way) for way in ways)
    assert len(result.missing) == min(
        len(set(required) - {panel.members[seat].seat for seat in way}) for way in ways
    )


def ways_to_sit(panel: Panel, people: list[str]) -> list[list[int]]:
    """Every way at all, by trying them: each person sits in one of their seats, or stands."""
    if not people:
        return [[]]
    others = ways_to_sit(panel, people[1:])
    seats = panel.seats_of(people[0])
    return [*others, *([seat, *way] for way in others for seat in seats if seat not in way)]
