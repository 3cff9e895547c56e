"""The schools that take part now: what novations and partners' answers make of a form."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.domain.form.forms import Form
from applications.domain.form.parties import (
    CHANGE_OF_LEAD,
    Novation,
    PartnerAnswer,
    claims_only,
    current_form,
    novated,
)
from applications.store.conversions import value_of
from support import funding
from unit.applications import lives
from unit.applications.values import the_form

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)
URNS = ("151369", "111632", "134076", "111626", "140001", "140002")


def novation(old: str, new: str, hours: int = 0, **changes: str) -> Novation:
    """An agreement, some hours after noon."""
    given = funding.a_novation(from_urn=old, successor=new, **{"ground": "conversion", **changes})
    agreed_at = NOW + timedelta(hours=hours)
    return replace(value_of(Novation, {**given, "key": f"{old}-{new}"}), agreed_at=agreed_at)


def answer(urn: str, said: str, hours: int) -> PartnerAnswer:
    """A partner's word, some hours after noon."""
    at = NOW + timedelta(hours=hours)
    return PartnerAnswer(key=f"{urn}-{hours}", urn=urn, answer=said, role="Head", answered_at=at)


def shares(form: Form) -> dict[str, int | None]:
    """Each partner's share."""
    return {each.urn: each.share_pence for each in form.partners}


def test_form_itself_is_never_edited() -> None:
    form = the_form()
    current_form(form, [novation("151369", "140001")], [answer("134076", "leaves", 1)])
    assert form == the_form()


def test_successor_of_a_partner_has_its_place_and_its_share() -> None:
    moved = current_form(the_form(), [novation("134076", "140001")])
    assert moved.schools == ("151369", "111632", "140001", "111626")
    assert shares(moved)["140001"] == 500_000


def test_partner_that_merges_into_another_adds_its_share() -> None:
    moved = current_form(the_form(), [novation("134076", "111632", ground="merger")])
    assert shares(moved) == {"111632": 1_000_000, "111626": 500_000}


@pytest.mark.parametrize("ground", ["merger", CHANGE_OF_LEAD])
def test_partner_that_follows_the_lead_is_partner_no_more(ground: str) -> None:
    moved = current_form(the_form(), [novation("151369", "134076", ground=ground)])
    assert moved.schools == ("134076", "111632", "111626")


def test_two_successions_of_one_school_follow_each_other_in_any_order() -> None:
    both = [novation("134076", "140001"), novation("140001", "140002", 1)]
    found = {current_form(the_form(), order).schools for order in permutations(both)}
    assert found == {("151369", "111632", "140002", "111626")}


def test_latest_answer_holds_and_silence_leaves_the_claim() -> None:
    said = [answer("134076", "leaves", 2), answer("134076", "consents", 1)]
    assert "134076" not in current_form(the_form(), answers=said).schools
    assert [each.urn for each in claims_only(the_form(), said)] == ["111632", "111626"]


@given(st.lists(st.tuples(st.sampled_from(URNS), st.sampled_from(URNS)), max_size=8))
def test_no_school_is_named_twice_after_any_novations(moves: list[tuple[str, str]]) -> None:
    form = the_form()
    for old, new in moves:
        if old != new and old in form.schools:
            form = novated(form, novation(old, new))
    assert len(set(form.schools)) == len(form.schools)
    assert sum(each.share_pence or 0 for each in form.partners) <= 1_500_000


@given(st.lists(st.tuples(st.sampled_from(URNS), st.sampled_from(URNS)), max_size=8))
def test_shares_of_an_award_add_up_to_it_after_any_novations(moves: list[tuple[str, str]]) -> None:
    award = lives.award_in("due")
    for hours, (old, new) in enumerate(moves):
        if old != new and old in award.schools_now:
            lives.surround(award)
            award.novate(novation(old, new, hours), {})
    partners = sum(each["share_pence"] or 0 for each in award.partners)
    assert award.lead_share_pence + partners == award.awarded_pence
    assert len(set(award.schools_now)) == len(award.schools_now)
    assert sum(each.amount_pence for each in award.milestones) == award.awarded_pence


def test_lead_on_a_day_is_the_successor_from_the_day_of_the_agreement_on() -> None:
    award = lives.award_in("due")
    lives.surround(award)
    award.novate(novation("151369", "140001"), {})
    award.novate(novation("140001", "140002", 24), {})
    days = [NOW + timedelta(days=number) for number in (-1, 0, 1)]
    assert [award.lead_on(day.date()) for day in days] == ["151369", "140001", "140002"]
