"""Whatever it is called by, a journey is found whole."""

import httpx
import pytest

from integration.reporting.conftest import Desk
from reporting.use_cases import journeys
from unit.reporting.builders import Programme, small_programme


async def positions(web: httpx.AsyncClient, identity: str) -> list[int]:
    """The positions of a journey's events."""
    return [
        one["position"] for one in (await web.get(f"/journeys/{identity}.json")).json()["events"]
    ]


async def test_application_award_form_correlation_and_trace_name_the_same_journey(
    desk: Desk, web: httpx.AsyncClient
) -> None:
    told = small_programme()
    await desk.told(told.events)
    submitted = next(event for event in told.events if event.subject == "A-2026-0001")
    names = [
        "A-2026-0001",
        "G-2026-0001",
        "FORM-2026-0001",
        submitted.correlation_id,
        (submitted.traceparent or "").split("-")[1],
    ]

    found = [await positions(web, str(name)) for name in names]

    assert len(found[0]) == 11
    assert all(one == found[0] for one in found)


async def test_a_school_shows_its_own_history_and_nobody_elses(
    desk: Desk, web: httpx.AsyncClient
) -> None:
    await desk.told(small_programme().events)

    answer = (await web.get("/journeys/900101.json")).json()

    assert [one["says"] for one in answer["events"]] == [
        "School 900101 added to the register",
        "School details changed: name",
    ]


async def test_an_event_leads_to_what_caused_it_and_what_it_caused(
    desk: Desk, web: httpx.AsyncClient
) -> None:
    told = Programme()
    first = told.application("application.submitted", "A-2026-0001", "received")
    second = told.delivery("N-1", first)
    told.delivery("N-2", second)
    told.round()
    await desk.told(told.events)

    for name in (first.causation_id, first.id, second.id):
        assert await positions(web, str(name)) == [1, 2, 3]


async def test_each_event_says_service_time_lag_and_trace(
    desk: Desk, web: httpx.AsyncClient
) -> None:
    told = Programme()
    event = told.round()
    await desk.told(told.events)

    [stop] = (await web.get("/journeys/2026-AUT.json")).json()["events"]

    assert stop["service"] == "applications"
    assert stop["trace_id"] == (event.traceparent or "").split("-")[1]
    assert stop["lag_ms"] > 0
    assert stop["time"].startswith("2026-09-07T08:01:00")


async def test_an_identity_that_nothing_carries_is_not_found(web: httpx.AsyncClient) -> None:
    answer = await web.get("/journeys/A-1999-0001.json")

    assert answer.status_code == 404
    assert answer.json()["events"] == []
    assert "We cannot find that reference." in (await web.get("/journeys/A-1999-0001")).text


@pytest.mark.parametrize("identity", ["x" * 201, "a%00b", "a%0Ab"])
async def test_an_identity_that_cannot_be_one_is_refused(
    web: httpx.AsyncClient, identity: str
) -> None:
    assert (await web.get(f"/journeys/{identity}")).status_code in {400, 404, 422}


async def test_an_identity_with_a_slash_is_found(desk: Desk, web: httpx.AsyncClient) -> None:
    told = Programme()
    told.round("2026/AUT.json")
    await desk.told(told.events)

    assert await positions(web, "2026%2FAUT.json") == [1]
    assert "2026/AUT.json" in (await web.get("/journeys/2026%2FAUT.json.json")).text


async def test_the_form_leads_to_the_journey(web: httpx.AsyncClient) -> None:
    answer = await web.get("/journeys", params={"id": " G/1?# "})

    assert answer.status_code == 303
    assert answer.headers["location"] == "/journeys/G%2F1%3F%23"


async def test_a_journey_too_long_to_show_says_so(
    desk: Desk, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journeys, "MAX_EVENTS", 3)
    told = Programme()
    for _ in range(5):
        told.round()
    await desk.told(told.events)

    answer = (await web.get("/journeys/2026-AUT.json")).json()

    assert (len(answer["events"]), answer["truncated"]) == (3, True)


async def test_concern_restricted_or_not_is_in_no_journey(
    desk: Desk, web: httpx.AsyncClient
) -> None:
    told = Programme()
    told.school("registered", "900101")
    data = {"urn": "900101", "kind": None, "severity": None}
    hidden = told.tell(
        "schools.concern.recorded",
        "900101",
        {**data, "concern": "C-1", "restricted": True},
        aggregate="concern",
        reference="C-1",
    )
    told.delivery("N-1", hidden, cause_type=hidden.type)
    told.tell(
        "schools.concern.recorded",
        "900101",
        {**data, "concern": "C-2", "restricted": False},
        aggregate="concern",
        reference="C-2",
    )
    await desk.told(told.events)

    trace = str(hidden.traceparent).split("-")[1]
    assert await positions(web, "900101") == [1]
    for name in (hidden.id, hidden.causation_id, hidden.correlation_id, trace, "N-1"):
        assert await positions(web, str(name)) == []


async def test_journey_withholds_why_a_decision_was_rejected(
    desk: Desk, web: httpx.AsyncClient
) -> None:
    told = Programme()
    rejected = {
        "event_id": "e-1",
        "event_type": "council.casework.decision.recorded.v1",
        "reasons": [{"code": "not-carried", "message": "2 for, 3 against"}],
    }
    told.tell("applications.event.rejected", "e-1", rejected, aggregate="event")
    await desk.told(told.events)

    for address in ("/journeys/e-1", "/journeys/e-1.json"):
        text = (await web.get(address)).text
        assert "reason not shown until the decision is announced" in text
        assert "not-carried" not in text
