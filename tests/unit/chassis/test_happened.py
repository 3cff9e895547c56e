"""Nothing happened in the future: which dates of a payload are refused, and which may lie ahead."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.consumers import MAY_LIE_AHEAD as OF_APPLICATIONS
from chassis.contracts.happened import Dated, dated_in, dated_in_the_future
from chassis.contracts.package_files import package_folder
from schools.consumers import MAY_LIE_AHEAD as OF_SCHOOLS

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
MAY_LIE_AHEAD = {"applications": OF_APPLICATIONS, "schools": OF_SCHOOLS}
CONTRACTS = [
    (service, path.name.removesuffix(".schema.json"), orjson.loads(path.read_bytes()))
    for service in MAY_LIE_AHEAD
    for path in sorted((package_folder(service, "contracts") / "intake").glob("*.schema.json"))
]


def refused(text: str, at: datetime = AT) -> bool:
    """Whether an event of this time may say that something happened then."""
    return bool(dated_in_the_future([Dated("paid_on", "paid_on", text)], (), at))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-26T12:05:00Z", False),
        ("2026-11-26T12:05:00.000001Z", True),
        ("2026-11-26T13:05:00+01:00", False),
        ("2026-11-26t12:06:00z", True),
        ("2026-11-26", False),
        ("2026-11-27", True),
        ("2062-01-14", True),
    ],
)
def test_instant_may_be_five_minutes_ahead_and_a_date_only_today(text: str, expected: bool) -> None:
    assert refused(text) is expected


def test_day_of_the_event_is_the_one_in_london() -> None:
    assert not refused("2026-07-02", datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    assert refused("2026-12-02", datetime(2026, 12, 1, 23, 30, tzinfo=UTC))


@given(
    st.timedeltas(timedelta(days=-20_000), timedelta(days=20_000)),
    st.timedeltas(timedelta(days=-400), timedelta(days=400)),
)
def test_what_is_refused_is_refused_for_every_earlier_event_too(
    since: timedelta, ahead: timedelta
) -> None:
    at = AT + since
    text = (at + ahead).isoformat()
    assert refused(text, at) is (ahead > timedelta(minutes=5))
    day = (at + ahead).astimezone(LONDON).date()
    if refused(day.isoformat(), at):
        assert refused(day.isoformat(), at - timedelta(days=1))
        assert day > at.astimezone(LONDON).date()


def test_each_date_is_named_by_its_field() -> None:
    schema = {
        "properties": {
            "copies": {"items": {"properties": {"sent_on": {"format": "date"}}}},
            "notice": {"anyOf": [{"properties": {"given_on": {"format": "date"}}}, {}]},
            "until": {"format": "date"},
        }
    }
    payload = {
        "copies": [{"sent_on": "2026-11-26"}, {"sent_on": "2026-11-27"}],
        "notice": {"given_on": "2027-01-01"},
        "until": "2028-01-01",
        "unknown": "2028-01-01",
    }
    found = dated_in_the_future(dated_in(schema, payload), ("until",), AT)
    assert {each.code for each in found} == {"dated-in-the-future"}
    assert [each.message.split()[2] for each in found] == ["copies[1].sent_on", "notice.given_on"]


@pytest.mark.parametrize(
    ("service", "event_type", "contract"), CONTRACTS, ids=[each[1] for each in CONTRACTS]
)
def test_example_of_a_contract_is_refused_only_before_what_it_says_happened(
    service: str, event_type: str, contract: dict[str, object]
) -> None:
    ahead = MAY_LIE_AHEAD[service].get(event_type, ())
    for example in contract["examples"]:  # type: ignore[attr-defined]
        dated = list(dated_in(contract, example))
        happened = [each for each in dated if each.place not in ahead]
        before = datetime.combine(date(1999, 1, 1), datetime.min.time(), UTC)
        assert len(dated_in_the_future(dated, ahead, before)) == len(happened)
        assert dated_in_the_future(dated, ahead, before.replace(year=2100)) == []


def test_only_these_dates_may_lie_ahead() -> None:
    ahead = {place for types in MAY_LIE_AHEAD.values() for own in types.values() for place in own}
    assert ahead == {
        "opens_at",
        "deadline",
        "planned_start",
        "planned_end",
        "milestones[].due",
        "research.findings_due",
        "conditions[].due",
        "published_on",
        "review_due",
        "from",
        "until",
        "compliance_ends",
        "objectives[].due",
        "actions[].due",
        "next_review",
        "due",
        "held_on",
        "starts_at",
        "papers_by",
    }
