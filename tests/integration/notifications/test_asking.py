"""What operators see of deliveries, by HTTP and by command: never an address in clear."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from integration.notifications.builders import APPLICATION, FORM, Council
from notifications.cli import app
from support.keys import KEY
from support.running import Stack

ADDRESS = "jo.bell@example.org"


@pytest.fixture
async def service(stack: Stack, council: Council, eventually: Any, deliveries: Any) -> Any:
    """Has delivered one message to Jo Bell and found no officer to tell."""
    at_once = {"find_within": "PT0S"}
    running = (await stack("notifications", notifications=at_once))["notifications"]
    await council.form(ADDRESS)
    await council.says("applications", "application.submitted", partners=[])

    async def settled() -> bool:
        states = [row.state for row in (await deliveries(running)).values()]
        return sorted(states) == ["delivered", "no-recipient", "no-recipient"]

    await eventually(settled)
    return running


async def test_deliveries_are_listed_and_shown_without_an_address(service: Any) -> None:
    transport = httpx.ASGITransport(app=service.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        everything = await client.get("/deliveries")
        chosen = await client.get("/deliveries", params={"state": "delivered"})
        [delivered] = chosen.json()
        one = await client.get(f"/deliveries/{delivered['notification']}")
        missing = await client.get("/deliveries/no-such-delivery")
    assert len(everything.json()) == 3
    assert delivered == one.json()
    assert delivered["person"] == f"contact:{FORM}"
    assert delivered["about"] == APPLICATION
    assert delivered["address"] == "j…@e….org"
    assert ADDRESS not in everything.text
    assert missing.status_code == 404


async def test_a_list_comes_in_pages_that_leave_none_out(service: Any) -> None:
    transport = httpx.ASGITransport(app=service.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        whole = (await client.get("/deliveries")).json()
        first = (await client.get("/deliveries", params={"limit": 2})).json()
        after = {"limit": 2, "after": first[-1]["notification"]}
        rest = (await client.get("/deliveries", params=after)).json()
        too_many = await client.get("/deliveries", params={"limit": 501})
    assert len(first) == 2
    assert [*first, *rest] == whole
    assert too_many.status_code == 422


async def test_the_command_lists_them_as_a_table_and_as_json(
    service: Any, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in service.settings.model_dump(include={"database_url", "amqp_url"}).items():
        monkeypatch.setenv(f"NOTIFICATIONS_{name.upper()}", str(value))
    monkeypatch.setenv("NOTIFICATIONS_KEY", KEY)

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["deliveries", *arguments])
        assert result.exit_code == 0, result.output
        return result.stdout

    table = await asyncio.to_thread(run)
    listed = await asyncio.to_thread(run, "--json", "--about", APPLICATION)
    assert "application-received" in table
    assert {each["state"] for each in json.loads(listed)} == {"delivered", "no-recipient"}
    assert ADDRESS not in table + listed
    assert "No deliveries." in await asyncio.to_thread(run, "--state", "queued")
