"""Money: scaled to the penny, never more than there is, freed once."""

from hypothesis import given
from hypothesis import strategies as st

from applications.domain.money.budget import Money, freed, max_recoverable, shortfall
from applications.domain.money.money import pounds, scale_milestones, scale_shares

amounts = st.lists(st.integers(0, 10**9), min_size=1, max_size=24).filter(any)


def test_example_1_a_part_award_is_scaled_to_the_penny() -> None:
    assert scale_milestones([1_000_000, 1_500_000, 500_000], 2_500_000) == [
        833_333,
        1_250_000,
        416_667,
    ]
    shares = scale_shares([500_000] * 3, 3_000_000, 2_500_000)
    assert shares == [416_666] * 3
    assert 2_500_000 - sum(shares) == 1_250_002


@given(amounts, st.data())
def test_scaled_milestones_add_up_and_only_the_last_takes_more_than_its_part(
    asked: list[int], data: st.DataObject
) -> None:
    awarded = data.draw(st.integers(1, sum(asked)))
    scaled = scale_milestones(asked, awarded)
    assert sum(scaled) == awarded
    for amount, part in zip(asked[:-1], scaled[:-1], strict=True):
        assert 0 <= amount * awarded - part * sum(asked) < sum(asked)
    assert 0 <= scaled[-1] - asked[-1] * awarded // sum(asked) < len(asked)


@given(amounts)
def test_a_whole_award_changes_no_milestone(asked: list[int]) -> None:
    assert scale_milestones(asked, sum(asked)) == asked


@given(amounts, st.integers(0, 10**9), st.data())
def test_the_lead_is_never_left_with_less_than_nothing(
    shares: list[int], own: int, data: st.DataObject
) -> None:
    requested = sum(shares) + own
    awarded = data.draw(st.integers(1, requested))
    assert awarded - sum(scale_shares(shares, requested, awarded)) >= 0


def test_example_3_the_budget_is_left_committed_and_freed() -> None:
    a = 4_000_000
    with_a = Money(5_000_000, earmarked_pence=a)
    [refused] = shortfall(1_500_000, with_a, None)
    assert refused.code == "beyond-round-budget"
    assert "£5,000.00 more than the round has left" in refused.message
    assert with_a.left_pence == 5_000_000, "an unreleased decision is not public"
    assert Money(5_000_000, reserved_pence=a - freed(a)).left_pence == 5_000_000

    accepted, paid = 2_500_000, 833_333
    unspent = freed(accepted, paid)
    assert unspent == 1_666_667
    assert Money(5_000_000, committed_pence=accepted - unspent).left_pence == 4_166_667
    assert max_recoverable(paid, 0) == 833_333


def test_a_ceiling_is_refused_beside_the_round() -> None:
    refused = shortfall(2, Money(1), Money(1))
    assert [reason.code for reason in refused] == ["beyond-round-budget", "beyond-category-budget"]


@given(
    st.integers(1, 10**9),
    st.lists(st.tuples(st.booleans(), st.integers(1, 10**8)), max_size=40),
)
def test_whatever_is_approved_and_freed_the_budget_is_never_exceeded(
    budget: int, steps: list[tuple[bool, int]]
) -> None:
    held: list[int] = []
    for approve, pence in steps:
        money = Money(budget, earmarked_pence=sum(held))
        if approve and not shortfall(pence, money, None):
            held.append(pence)
        elif held and not approve:
            held.pop()
        assert sum(held) <= budget


def test_pence_are_shown_as_pounds() -> None:
    assert pounds(123_456_789) == "£1,234,567.89"
    assert pounds(5) == "£0.05"


def test_a_shortfall_tells_neither_the_award_nor_what_is_earmarked() -> None:
    [refused] = shortfall(1_500_000, Money(5_000_000, earmarked_pence=4_000_000), None)
    assert "£15,000.00" not in refused.message
    assert "£10,000.00" not in refused.message
