"""The vote: who counts, who must be there, and what carries."""

from hypothesis import given
from hypothesis import strategies as st

from applications.domain.panel.decisions import Decision, decision_refusals, vote_refusals
from applications.domain.panel.interests import Declaration, with_interest
from applications.domain.panel.panels import Tally, Vote, own_schools, tally
from unit.applications.values import a_decision, at, the_panel, votes

PANEL = the_panel()
HUB = ("151369", "111632", "134076", "111626")  # 111632 is the teaching school member's own

CONDITION = {"code": "C-1", "text": "A revised budget", "due": "2026-12-01"}


def counted(cast: list[Vote], *, scored: tuple[str, ...] = ()) -> Tally:
    return tally(PANEL, cast, own_schools(PANEL, HUB), scored)


def test_example_2_two_fifths_of_five_seats_are_two() -> None:
    assert PANEL.needed == 2


def test_example_2_council_and_teaching_school_alone_are_inquorate() -> None:
    result = counted(votes(p_1001="for", p_1002="for"))
    assert (result.present, result.quorate) == (1, False)
    assert result.waived == ("teaching-school",)
    assert result.excluded == {"p-1002": "own school 111632"}


def test_example_2_council_governance_and_an_abstaining_trust_carry_it_two_to_nil() -> None:
    result = counted(votes(p_1001="for", p_1004="for", p_1005="abstain"))
    assert (result.present, result.votes_for, result.votes_against) == (3, 2, 0)
    assert result.quorate
    assert result.carried


def test_example_2_one_for_and_one_against_do_not_carry_it() -> None:
    result = counted(votes(p_1001="for", p_1004="against"))
    assert result.quorate
    assert not result.carried


def test_example_2_a_member_who_scored_does_not_count() -> None:
    result = counted(votes(p_1001="for", p_1003="for"), scored=("p-1003",))
    assert (result.present, result.quorate) == (1, False)


def test_a_required_constituency_that_is_absent_without_an_interest_is_missing() -> None:
    result = tally(PANEL, votes(p_1001="for", p_1004="for"), {}, ())
    assert result.missing == ("teaching-school",)
    assert not result.quorate


def test_a_required_constituency_without_any_member_is_not_waived() -> None:
    panel = the_panel(quorum={"fraction": "1/5", "seats_required": ["parents"]})
    assert tally(panel, votes(p_1001="for"), {}, ()).missing == ("parents",)


def substituted() -> dict[str, object]:
    members = [
        {"person": "p-1001", "seat": "council", "substitutes": ["p-1101"]},
        {"person": "p-1004", "seat": "governance"},
    ]
    return {"members": members, "quorum": {"fraction": "2/2", "seats_required": ["council"]}}


def test_a_substitute_counts_for_the_seat() -> None:
    result = tally(the_panel(**substituted()), votes(p_1101="for", p_1004="for"), {}, ())
    assert result.quorate


def test_a_seat_votes_once_and_its_holder_goes_before_the_substitute() -> None:
    cast = votes(p_1101="against", p_1001="for")
    result = tally(the_panel(**substituted()), cast, {}, ())
    assert (result.present, result.votes_for, result.votes_against) == (1, 1, 0)
    assert result.excluded == {"p-1101": "the seat had voted"}


def test_a_stranger_does_not_count() -> None:
    result = tally(PANEL, votes(p_9999="for"), {}, ())
    assert result.excluded == {"p-9999": "neither a member nor a substitute"}


@given(
    st.lists(
        st.builds(
            Vote,
            st.sampled_from([*(member.person for member in PANEL.members), "p-9999"]),
            st.sampled_from(["for", "against", "abstain"]),
        ),
        unique_by=lambda vote: vote.person,
    ),
    st.sets(st.sampled_from([member.person for member in PANEL.members])),
    st.sets(st.sampled_from([member.person for member in PANEL.members])),
)
def test_nobody_with_an_interest_and_nobody_who_scored_is_ever_counted(
    cast: list[Vote], interested: set[str], scored: set[str]
) -> None:
    result = tally(PANEL, cast, dict.fromkeys(interested, "declared"), scored)
    barred = interested | scored | {"p-9999"}
    free = [vote for vote in cast if vote.person not in barred]
    assert result.present == len(free)
    assert set(result.excluded) == {vote.person for vote in cast} & barred
    assert result.votes_for + result.votes_against <= result.present
    assert result.quorate <= (result.present >= 2)


def test_of_two_declarations_a_none_takes_no_interest_back() -> None:
    said = [
        Declaration("p-1004", "family", at("2026-10-20T10:00:00+01:00")),
        Declaration("p-1004", "none", at("2026-10-21T10:00:00+01:00")),
        Declaration("p-1005", "none", at("2026-10-21T10:00:00+01:00")),
    ]
    assert with_interest(None, HUB, said) == {"p-1004": "declared interest: family"}


def test_an_interest_declared_from_the_release_on_comes_too_late() -> None:
    release = at("2026-11-06T09:00:00+00:00")
    said = [Declaration("p-1004", "family", release)]
    assert with_interest(PANEL, HUB, said, release) == {"p-1002": "own school 111632"}


def proposal(outcome: str = "approved", pence: int = 100, *cast: Vote) -> Decision:
    cast = cast or tuple(votes(p_1001="for"))
    return a_decision(outcome=outcome, awarded_pence=pence, votes=cast)


def refused(given: Decision) -> list[str]:
    return [reason.code for reason in decision_refusals(given, 300, 200)]


def test_an_approval_is_at_most_the_sum_requested_and_the_most_per_award() -> None:
    assert refused(proposal(pence=200)) == []
    assert refused(proposal(pence=201)) == ["award-beyond-most"]
    assert refused(proposal(pence=0)) == ["award-beyond-most"]


def test_declined_and_deferred_award_nothing() -> None:
    assert refused(proposal("declined", 1)) == ["award-without-approval"]
    assert refused(proposal("deferred", 0)) == []


def test_an_approval_with_conditions_names_each_under_a_code_of_its_own() -> None:
    assert refused(proposal("approved-with-conditions")) == ["conditions-missing"]
    twice = a_decision(conditions=[CONDITION, CONDITION], awarded_pence=100)
    assert refused(twice) == ["condition-twice"]


def test_substitute_carries_the_schools_of_the_seat_unless_they_hold_one_of_their_own() -> None:
    members = [
        {"person": "p-1002", "seat": "teaching-school", "schools": ["111632"]},
        {"person": "p-1001", "seat": "council"},
    ]
    members[0]["substitutes"] = ["p-1001", "p-1102"]
    found = own_schools(the_panel(members=members), HUB)
    assert found == {"p-1002": "own school 111632", "p-1102": "school of the seat 111632"}


def test_nobody_votes_twice() -> None:
    twice = proposal("approved", 100, *votes(p_1001="for"), *votes(p_1001="against"))
    assert refused(twice) == ["voted-twice"]


def test_a_decline_needs_a_quorum_and_no_majority_for() -> None:
    against = counted(votes(p_1001="against", p_1004="against"))
    assert vote_refusals(proposal("declined", 0), against) == []
    assert [each.code for each in vote_refusals(proposal(), against)] == ["not-carried"]


@given(
    st.sampled_from(["approved", "declined", "deferred"]),
    st.lists(st.sampled_from(["for", "against", "abstain"]), min_size=3, max_size=3),
)
def test_outcome_may_not_contradict_the_votes_that_count(outcome: str, said: list[str]) -> None:
    cast = votes(p_1001=said[0], p_1003=said[1], p_1004=said[2])
    found = vote_refusals(proposal(outcome, 0), counted(cast))
    carried = said.count("for") > said.count("against")
    refused_as = {
        ("approved", False): ["not-carried"],
        ("declined", True): ["votes-contradict-outcome"],
    }
    assert [each.code for each in found] == refused_as.get((outcome, carried), [])


def test_a_substitute_of_two_seats_counts_for_the_one_whose_holder_is_absent() -> None:
    members = [
        {"person": "p-1001", "seat": "council", "substitutes": ["p-1101"]},
        {"person": "p-1004", "seat": "governance", "substitutes": ["p-1101"]},
    ]
    panel = the_panel(members=members, quorum={"fraction": "2/2", "seats_required": []})
    assert tally(panel, votes(p_1001="for", p_1101="for"), {}, ()).present == 2


def test_a_refused_record_tells_others_neither_outcome_nor_pence_nor_votes() -> None:
    """Everybody on the bus reads a rejection."""
    cast = votes(p_1001="for", p_1004="against")
    [not_carried] = vote_refusals(proposal("approved", 1, *cast), counted(cast))
    [too_much] = decision_refusals(proposal("approved", 7_654_321, *cast), 3_000_000, 4_000_000)
    [nothing] = decision_refusals(proposal("declined", 7_654_321, *cast), 3_000_000, 4_000_000)
    said = " ".join(reason.message for reason in (not_carried, too_much, nothing))
    for secret in ("1 for", "1 against", "76,543", "declined"):
        assert secret not in said
