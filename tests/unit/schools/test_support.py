"""The programme of support: days are booked, delivered in parts, freed and never overbooked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from chassis.domain import MustWait, Refused
from unit.schools.supports import (
    CLOSED,
    NOW,
    SCHOOL,
    Books,
    a_cancellation,
    a_delivery,
    an_arrangement,
    an_evaluation,
    an_offer,
    at,
)

LATER = at("2026-10-20T10:00:00+01:00")


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in refused.value.reasons]


def warned(books: Books) -> list[str]:
    return [each["code"] for each in books.support().public()["warnings"]]


def told(books: Books) -> list[str]:
    return [each.name for each in books.support().events]


def test_arranged_support_holds_its_days_and_tells_who_gives_it() -> None:
    books = Books(an_offer(20))
    books.arrange(an_arrangement(6.5, case="C-2026-0007", priorities=("P2",)))
    (event,) = books.support().events
    assert event.name == "support.arranged"
    assert event.data["days"] == 6.5
    assert event.data["provider_urn"] == "111577"
    assert event.data["need_title"] == "Expert coaching"
    assert (event.data["case"], event.data["priorities"]) == ("C-2026-0007", ["P2"])
    assert books.left() == 13.5


def test_support_waits_for_an_offer_in_its_dates() -> None:
    next_year = {"begins": date(2027, 9, 1), "until": date(2028, 7, 21)}
    books = Books(an_offer())
    with pytest.raises(MustWait) as waits:
        books.arrange(an_arrangement(**next_year))
    assert (waits.value.kind, waits.value.identity) == ("provider", "PRV-NEWPORT")


def test_next_years_offer_does_not_replace_this_years() -> None:
    next_year = an_offer(5, begins=date(2027, 9, 1), until=date(2028, 8, 31))
    books = Books(an_offer(20), next_year)
    books.arrange(an_arrangement(6))
    assert books.left() == 14
    assert books.left(begins=date(2027, 9, 1)) == 5


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "research-sharing"}, "kind-not-offered"),
        ({"until": date(2027, 9, 1)}, "outside-offer"),
        ({"begins": date(2026, 8, 31)}, "outside-offer"),
        ({"need": "football"}, "unknown-need"),
        ({"until": date(2026, 10, 18)}, "ends-before-it-begins"),
        ({"half_days": 41}, "provider-full"),
    ],
)
def test_support_that_no_offer_covers_is_refused(changes: dict[str, object], code: str) -> None:
    books = Books(an_offer(20))
    with pytest.raises(Refused) as refused:
        books.arrange(an_arrangement(**changes))
    assert codes(refused) == [code]
    assert books.left() == 20


def test_unknown_need_is_refused_with_the_needs_of_the_programme() -> None:
    with pytest.raises(Refused) as refused:
        Books(an_offer()).arrange(an_arrangement(need="football"))
    assert "expert-coaching, research-sharing" in refused.value.reasons[0].message


def test_days_offered_to_one_authority_are_not_booked_for_another() -> None:
    with pytest.raises(Refused) as refused:
        Books(an_offer(authority="805")).arrange(an_arrangement())
    assert codes(refused) == ["offered-to-another-authority"]


def test_full_provider_refuses_and_names_the_days_that_are_left() -> None:
    books = Books(an_offer(10))
    books.arrange(an_arrangement(7.5))
    with pytest.raises(Refused) as refused:
        books.arrange(an_arrangement(3, support="S-2026-0032"))
    assert codes(refused) == ["provider-full"]
    assert "has 2.5 days left" in refused.value.reasons[0].message


def test_second_offer_in_the_same_dates_takes_what_the_first_cannot() -> None:
    books = Books(an_offer(4), an_offer(8, begins=date(2026, 10, 1)))
    books.arrange(an_arrangement(3))
    books.arrange(an_arrangement(5, support="S-2026-0032"))
    assert (books.left(), books.left(begins=date(2026, 10, 1))) == (1, 3)


def test_support_that_is_changed_gives_back_its_own_days_first() -> None:
    books = Books(an_offer(10))
    books.arrange(an_arrangement(7))
    books.arrange(an_arrangement(10, arranged_at=LATER))
    assert books.left() == 0
    books.arrange(an_arrangement(2, arranged_at=at("2026-10-21T10:00:00+01:00")))
    assert books.left() == 8


def test_support_that_moves_to_another_provider_frees_the_first() -> None:
    books = Books(an_offer(10), an_offer(10, provider="PRV-TEES", urn=None))
    books.arrange(an_arrangement(7))
    books.arrange(an_arrangement(7, provider="PRV-TEES", arranged_at=LATER))
    assert (books.left(), books.left("PRV-TEES")) == (10, 3)
    assert books.support().public()["provider_urn"] is None


@pytest.mark.parametrize(("days", "left"), [(1, 19), (8, 14)])
def test_cancelled_support_holds_what_was_delivered_and_never_more_than_arranged(
    days: float, left: float
) -> None:
    books = Books(an_offer(20))
    books.arrange(an_arrangement(6))
    books.deliver(a_delivery(days=days))
    books.arrange(a_cancellation())
    assert books.left() == left
    assert told(books) == ["support.arranged", "support.delivered", "support.ended"]
    public = books.support().public()
    assert (public["cancelled"], public["ended_on"]) == (True, date(2026, 12, 1))


def test_delivery_that_comes_after_the_cancellation_counts_and_holds_its_days() -> None:
    books = Books(an_offer(20))
    books.arrange(an_arrangement(6))
    books.arrange(a_cancellation())
    books.deliver(a_delivery(days=2))
    assert books.left() == 18
    assert books.support().public()["delivered_days"] == 2


def test_support_that_is_arranged_again_after_its_cancellation_needs_its_days_again() -> None:
    books = Books(an_offer(8))
    books.arrange(an_arrangement(6))
    books.arrange(a_cancellation())
    books.arrange(an_arrangement(6, support="S-2026-0032"))
    again = at("2026-12-02T10:00:00+00:00")
    with pytest.raises(Refused):
        books.arrange(an_arrangement(6, arranged_at=again))


def test_each_delivery_counts_once_and_its_correction_replaces_it() -> None:
    books = Books(an_offer())
    books.arrange(an_arrangement(6))
    for sent in (a_delivery(1), a_delivery(2, 1.5), a_delivery(1)):
        books.deliver(sent)
    assert books.support().public()["delivered_days"] == 2.5
    books.deliver(a_delivery(1, 2, recorded_at=at("2026-11-06T09:00:00+00:00")))
    public = books.support().public()
    assert (public["delivered_days"], public["headcount"]) == (3.5, {"leaders": 6})
    assert told(books).count("support.delivered") == 3


def test_what_is_dated_at_the_same_instant_with_other_content_is_refused() -> None:
    books = Books(an_offer())
    books.arrange(an_arrangement(6))
    books.deliver(a_delivery())
    books.evaluate(an_evaluation())
    contradictions = (
        lambda: books.arrange(an_arrangement(5)),
        lambda: books.deliver(a_delivery(days=2)),
        lambda: books.evaluate(an_evaluation(rating=1)),
        lambda: books.offer(an_offer(30)),
    )
    for contradict in contradictions:
        with pytest.raises(Refused) as refused:
            contradict()
        assert codes(refused) == ["contradicts-earlier"]


def test_delivered_beyond_arranged_is_kept_with_a_warning() -> None:
    books = Books(an_offer())
    books.arrange(an_arrangement(1))
    books.deliver(a_delivery(days=1.5))
    assert books.support().public()["delivered_days"] == 1.5
    assert warned(books) == ["delivered-beyond-arranged"]


def test_attendances_of_a_group_that_was_not_arranged_are_counted_with_a_warning() -> None:
    books = Books(an_offer())
    books.arrange(an_arrangement())
    books.deliver(a_delivery(headcount={"leaders": 2, "other_staff": 4, "governors": 0}))
    assert books.support().public()["headcount"] == {"leaders": 2, "other_staff": 4}
    assert warned(books) == ["group-not-arranged"]


@pytest.mark.parametrize(
    ("day", "counts"), [("2026-10-18", 0), ("2026-10-19", 1), ("2027-03-26", 1), ("2027-03-27", 0)]
)
def test_delivery_counts_from_the_first_day_to_the_last(day: str, counts: int) -> None:
    books = Books(an_offer())
    books.arrange(an_arrangement())
    books.deliver(a_delivery(delivered_on=date.fromisoformat(day)))
    assert books.support().public()["delivered_days"] == counts
    assert warned(books) == ([] if counts else ["delivered-outside-dates"])


@pytest.mark.parametrize(
    ("until", "ends"),
    [
        ("2027-03-26", "2027-03-27T00:00:00+00:00"),
        ("2027-03-27", "2027-03-28T00:00:00+00:00"),  # clocks go forward on the 28th
        ("2027-03-28", "2027-03-28T23:00:00+00:00"),
        ("2026-10-25", "2026-10-26T00:00:00+00:00"),  # and back on 25 October
        ("2027-02-28", "2027-03-01T00:00:00+00:00"),
        ("2027-08-30", "2027-08-30T23:00:00+00:00"),
    ],
)
def test_support_ends_when_its_last_day_is_over_in_london(until: str, ends: str) -> None:
    books = Books(an_offer())
    books.arrange(an_arrangement(until=date.fromisoformat(until)))
    support = books.support()
    assert support.timers[-1].due == at(ends)
    support.end(at(ends).replace(microsecond=0) - NOW.resolution)
    assert told(books) == ["support.arranged"]
    for _ in range(2):
        support.end(at(ends))
    assert told(books) == ["support.arranged", "support.ended"]
    assert support.public()["ended_on"] == date.fromordinal(
        date.fromisoformat(until).toordinal() + 1
    )


def test_support_of_a_leap_year_ends_after_29_february() -> None:
    books = Books(an_offer(begins=date(2027, 9, 1), until=date(2028, 8, 31)))
    books.arrange(an_arrangement(begins=date(2027, 9, 6), until=date(2028, 2, 29)))
    assert books.support().timers[-1].due == at("2028-03-01T00:00:00+00:00")


def test_late_record_of_a_delivery_in_time_counts_after_the_end() -> None:
    books = Books(an_offer())
    books.arrange(an_arrangement())
    books.support().end(NOW)
    books.deliver(a_delivery(recorded_at=NOW))
    public = books.support().public()
    assert (public["state"], public["delivered_days"]) == ("ended", 1)
    assert books.left() == 14, "the days were arranged, and used or not they are gone"


def test_support_that_is_prolonged_after_its_end_goes_on() -> None:
    books = Books(an_offer())
    books.arrange(an_arrangement())
    books.support().end(NOW)
    books.arrange(an_arrangement(until=date(2027, 7, 21), arranged_at=NOW))
    assert books.support().public()["ended_on"] is None
    assert books.support().timers[-1].due == at("2027-07-21T23:00:00+00:00")


def test_support_ends_with_its_school_and_frees_what_was_not_delivered() -> None:
    books = Books(an_offer(20))
    books.arrange(an_arrangement(6))
    books.deliver(a_delivery(days=2))
    books.close_school()
    books.close_school()
    assert books.left() == 18
    assert told(books) == ["support.arranged", "support.delivered", "support.ended"]
    assert books.support().public()["ended_on"] == date(2026, 12, 31)
    assert books.support().timers[-1].due is None


def test_support_goes_on_where_the_register_takes_the_closure_back() -> None:
    books = Books(an_offer(10))
    books.arrange(an_arrangement(6))
    books.close_school()
    books.close_school(SCHOOL)
    assert (books.support().public()["state"], books.left()) == ("arranged", 4)
    assert books.support().timers[-1].due is not None


def test_support_stays_ended_where_others_have_its_days_by_then() -> None:
    books = Books(an_offer(10))
    books.arrange(an_arrangement(6))
    books.support().follow_school(CLOSED, books.providers, NOW)
    books.arrange(an_arrangement(6, support="S-2026-0032"))
    books.support().follow_school(SCHOOL, books.providers, NOW)
    assert (books.support().public()["state"], books.left()) == ("ended", 4)


def test_school_that_closed_on_a_day_not_known_ends_support_on_the_day_we_learn_it() -> None:
    books = Books(an_offer())
    books.arrange(an_arrangement(until=date(2027, 7, 21)))
    closed = replace(SCHOOL, status_code="2")
    for now in (NOW, NOW + timedelta(days=7)):
        books.support().follow_school(closed, books.providers, now)
    assert books.support().public()["ended_on"] == NOW.date()
    assert told(books).count("support.ended") == 1


def test_support_stays_ended_where_its_offer_has_moved_away_by_then() -> None:
    books = Books(an_offer(10))
    books.arrange(an_arrangement())
    books.close_school()
    books.offer(an_offer(10, until=date(2026, 9, 30), recorded_at=NOW))
    books.close_school(SCHOOL)
    assert books.support().public()["state"] == "ended"


def test_support_that_was_over_before_its_school_closed_does_not_end_again() -> None:
    books = Books(an_offer())
    books.arrange(an_arrangement(until=date(2026, 12, 18)))
    books.support().end(NOW)
    books.close_school()
    assert books.support().public()["ended_on"] == date(2026, 12, 19)
    assert told(books).count("support.ended") == 1


@pytest.mark.parametrize(
    ("ends", "last_day"),
    [
        (lambda books: books.arrange(a_cancellation()), date(2026, 12, 1)),
        (lambda books: books.close_school(), date(2026, 12, 31)),
    ],
)
def test_delivery_counts_to_the_day_of_an_early_end(
    ends: Callable[[Books], None], last_day: date
) -> None:
    books = Books(an_offer(20))
    books.arrange(an_arrangement(6))
    ends(books)
    books.deliver(a_delivery(1, delivered_on=last_day))
    books.deliver(a_delivery(2, delivered_on=last_day + timedelta(days=1)))
    assert (books.support().public()["delivered_days"], books.left()) == (1, 19)
    assert warned(books) == ["delivered-outside-dates"]


def test_support_arranged_for_a_school_that_has_closed_ends_at_once_with_a_warning() -> None:
    books = Books(an_offer())
    gone = replace(SCHOOL, status_code="2", close_date=date(2026, 8, 31))
    books.arrange(an_arrangement(), gone)
    assert told(books) == ["support.ended"]
    assert warned(books) == ["school-closed"]
    assert books.left() == 20


def test_school_that_is_about_to_open_can_be_supported() -> None:
    books = Books(an_offer())
    books.arrange(an_arrangement(), replace(SCHOOL, status_code="4"))
    assert books.support().public()["state"] == "arranged"


def test_delivery_and_evaluation_wait_for_the_support() -> None:
    books = Books(an_offer())
    for early in (lambda: books.deliver(a_delivery()), lambda: books.evaluate(an_evaluation())):
        with pytest.raises(MustWait) as waits:
            early()
        assert (waits.value.kind, waits.value.identity) == ("support", "S-2026-0031")


def test_each_side_evaluates_at_the_end_and_two_terms_after() -> None:
    books = Books(an_offer())
    books.arrange(an_arrangement())
    books.evaluate(an_evaluation())
    books.evaluate(an_evaluation(by="adviser", rating=5))
    books.evaluate(an_evaluation(point="two-terms-after", rating=3))
    books.evaluate(an_evaluation(rating=2, evaluated_at=at("2027-04-03T12:00:00+01:00")))
    shown = books.support().public()["evaluations"]
    assert [(each["by"], each["point"], each["rating"]) for each in shown] == [
        ("adviser", "at-end", 5),
        ("school", "at-end", 2),
        ("school", "two-terms-after", 3),
    ]


def test_text_that_people_wrote_is_in_no_event() -> None:
    books = Books(an_offer())
    books.arrange(an_arrangement(reason="the head asked"))
    books.deliver(a_delivery(note="the head was ill"))
    books.evaluate(an_evaluation(text="the head liked it"))
    assert "the head" not in str(books.support().events)


def test_offer_below_what_is_booked_is_refused() -> None:
    books = Books(an_offer(10))
    books.arrange(an_arrangement(6))
    for changes, code in [
        ({"days": 5.5}, "fewer-days-than-booked"),
        ({"kinds_of_support": ("mentoring",)}, "booked-outside-offer"),
        ({"until": date(2027, 3, 25)}, "booked-outside-offer"),
    ]:
        with pytest.raises(Refused) as refused:
            books.offer(an_offer(**{"days": 6, "recorded_at": LATER, **changes}))
        assert codes(refused) == [code]
    books.offer(an_offer(6, recorded_at=LATER))
    assert books.left() == 0


def test_offer_tells_its_days_and_those_that_are_booked() -> None:
    books = Books(an_offer(10))
    books.arrange(an_arrangement(6))
    books.offer(an_offer(12, recorded_at=LATER))
    shown = [(each.data["days"], each.data["booked_days"]) for each in books.provider().events]
    assert shown == [(10, 0), (12, 6)]
