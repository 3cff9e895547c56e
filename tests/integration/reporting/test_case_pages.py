"""What tells of schools' cases is served only where a setting says so, and only to this machine."""

from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from integration.reporting.conftest import Desk
from reporting.main import Settings
from support.keys import KEY
from unit.reporting.builders import Programme

TIER = {
    "urn": "111632",
    "name": "Acklam Whin Primary School",
    "la_code": "806",
    "tier": "targeted",
    "review_due": "2026-11-20",
    "history": [
        {
            "tier": "targeted",
            "from": "2026-10-12T09:00:00Z",
            "until": None,
            "reason": "<b>Two</b> signals",
            "review_due": "2026-11-20",
            "decision": "T-1",
        }
    ],
}


def web_of(desk: Desk) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(desk.service.web)
    return httpx.AsyncClient(transport=transport, base_url="http://reporting")


async def tell(desk: Desk) -> None:
    programme = Programme()
    programme.tell("schools.tier.changed", "111632", TIER, aggregate="tier")
    await desk.told(programme.events)


async def test_schools_by_tier_are_shown_with_reviews_that_are_overdue(cases: Desk) -> None:
    await tell(cases)
    async with web_of(cases) as web:
        found: Any = (await web.get("/reports/concern.json")).json()
        page = (await web.get("/reports/concern")).text
    [school] = found["schools"]
    assert (school["tier"], school["review_overdue"]) == ("targeted", "yes")
    assert "Acklam Whin Primary School" in page


@pytest.mark.parametrize("address", ["/reports/concern", "/reports/concern.json"])
async def test_case_report_is_not_there_without_the_setting(desk: Desk, address: str) -> None:
    await tell(desk)
    async with web_of(desk) as web:
        assert (await web.get(address)).status_code == 404
        assert "concern" not in (await web.get("/")).text


async def test_case_events_are_in_no_open_journey(cases: Desk) -> None:
    await tell(cases)
    async with web_of(cases) as web:
        assert (await web.get("/journeys/111632.json")).json()["events"] == []


def test_case_pages_are_refused_on_an_address_that_others_reach() -> None:
    given = {"database_url": "sqlite://", "amqp_url": "amqp://x", "key": KEY}
    with pytest.raises(ValidationError, match="REPORTING_CASE_PAGES"):
        Settings(**given, case_pages=True, http_host="0.0.0.0")
