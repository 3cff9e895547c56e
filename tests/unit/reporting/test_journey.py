"""A journey's order, delays and summaries."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.entry import Entry
from reporting.domain.event_summaries import summary
from reporting.domain.journey import journey

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
def test_published_event_has_a_summary_without_a_gap(service: str, root: Path) -> None:
    examples = list((root / "services" / service / "contracts" / "events").glob("*.json"))
    assert examples
    for path in examples:
        sentence = summary(path.stem, json.loads(path.read_text()))
        assert "–" not in sentence, path.stem
        assert len(sentence.split()) > 2, path.stem


@given(st.dictionaries(st.text(), JSON))
def test_unusual_data_breaks_no_summary(data: dict[str, object]) -> None:
    for kind in ("event.rejected", "school.changed", "inspection.recorded", "unheard.of"):
        assert summary(f"council.x.{kind}.v1", {**data, "reasons": [1, {"code": None}]})


def test_withheld_reason_reads_as_the_sentence_in_its_place() -> None:
    rejected = {
        "event_type": "council.casework.decision.recorded.v1",
        "reasons": [{"code": "confidential", "message": "reason not shown"}],
    }
    sentence = summary("council.applications.event.rejected.v1", rejected)
    assert sentence == "council.casework.decision.recorded.v1 rejected: reason not shown"


@pytest.mark.parametrize(
    ("inspection", "result"),
    [
        ({"era": "overall-grade", "overall": "Inadequate"}, "overall inadequate"),
        ({"era": "sub-grades"}, "no overall grade"),
        ({"era": "monitoring"}, "monitoring visit"),
        ({"era": "report-card", "judgements": {"a": "Exceptional"}}, "no areas need attention"),
        ({"era": "report-card", "judgements": {"a": "Needs attention"}}, "1 area needs attention"),
        (
            {"era": "report-card", "judgements": dict.fromkeys("ab", "Urgent improvement")},
            "2 areas need attention",
        ),
    ],
)
def test_inspection_summary_gives_the_result_in_the_words_of_its_era(
    inspection: dict[str, object], result: str
) -> None:
    kind = "council.schools.inspection.recorded.v1"
    assert summary(kind, inspection) == f"Inspection published: {result}"
