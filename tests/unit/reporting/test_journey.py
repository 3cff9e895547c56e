"""A journey's order, lags and sentences."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.entry import Entry
from reporting.domain.journey import journey
from reporting.domain.sentences import says

AT = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def entry(position: int, time: datetime, **more: object) -> Entry:
    kind = str(more.get("type", "council.applications.offer.made.v1"))
    known = (kind, "A-2026-0001", time, AT, 1)
    return Entry(position, f"id-{position}", "urn:x", *known, "c", "d", "t" * 32, {})


def test_events_are_in_the_order_in_which_they_happened() -> None:
    late, early = entry(1, AT), entry(2, AT - timedelta(seconds=2))

    stops = journey([late, early])

    assert [stop.position for stop in stops] == [2, 1]
    assert [stop.since_first_ms for stop in stops] == [0.0, 2000.0]


def test_the_lag_is_from_the_happening_to_the_journal() -> None:
    assert journey([entry(1, AT - timedelta(milliseconds=12))])[0].lag_ms == 12.0


def test_the_service_is_the_one_that_owns_the_type() -> None:
    stop = journey([entry(1, AT, type="council.schools.school.closed.v1")])[0]

    assert stop.service == "schools"


@pytest.mark.parametrize("service", ["applications", "schools", "notifications", "reporting"])
def test_every_event_that_is_published_has_a_sentence_without_a_gap(
    service: str, root: Path
) -> None:
    examples = list((root / "services" / service / "contracts" / "events").glob("*.json"))
    assert examples
    for path in examples:
        sentence = says(path.stem, json.loads(path.read_text()))
        assert "–" not in sentence, path.stem
        assert len(sentence.split()) > 2, path.stem


@given(st.dictionaries(st.text(), JSON))
def test_no_data_breaks_a_sentence(data: dict[str, object]) -> None:
    for kind in ("event.rejected", "school.changed", "notification.failed", "unheard.of"):
        assert says(f"council.x.{kind}.v1", {**data, "reasons": [1, {"code": None}]})


def test_why_a_decision_was_rejected_is_not_said_to_everybody() -> None:
    rejected = {
        "event_type": "council.casework.decision.recorded.v1",
        "reasons": [{"code": "not-carried", "message": "2 for, 3 against"}],
    }
    sentence = says("council.applications.event.rejected.v1", rejected)
    assert "not-carried" not in sentence
    assert "was rejected" in sentence
