"""What operators see of deliveries, by command alone: never an address in clear."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from integration.notifications.builders import APPLICATION, FORM, Council
from notifications.cli import app
from support.keys import KEY
from support.running import Stack

ADDRESS = "jo.bell@example.org"
Run = Callable[..., Any]


@pytest.fixture
async def service(stack: Stack, council: Council, eventually: Any, deliveries: Any) -> Any:
    """Has delivered one message to Jo Bell and found no officer to tell."""
    at_once = {"find_within": "PT0S"}
    running = (await stack("notifications", notifications=at_once))["notifications"]
    await council.form(ADDRESS)
    await council.says("applications", "application.submitted")

    async def settled() -> bool:
        states = {row.state for row in (await deliveries(running)).values()}
        return {"delivered", "no-recipient"} <= states and "queued" not in states

    await eventually(settled)
    return running


@pytest.fixture
def run(service: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`await run("deliveries", "--json")`: its output, or with `fails=True` its refusal."""
    for name, value in service.settings.model_dump(include={"database_url", "amqp_url"}).items():
        monkeypatch.setenv(f"NOTIFICATIONS_{name.upper()}", str(value))
    monkeypatch.setenv("NOTIFICATIONS_KEY", KEY)

    def done(*arguments: str, fails: bool = False) -> str:
        result = CliRunner().invoke(app, arguments)
        assert (result.exit_code != 0) is fails, result.output
        return result.output

    async def run_(*arguments: str, fails: bool = False) -> str:
        return await asyncio.to_thread(done, *arguments, fails=fails)

    return run_


async def test_deliveries_are_on_no_open_page(service: Any) -> None:
    transport = httpx.ASGITransport(app=service.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answers = [await client.get(path) for path in ("/deliveries", "/deliveries/1")]
        documented = (await client.get("/openapi.json")).json()["paths"]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert not [path for path in documented if "deliver" in path]


async def test_deliveries_are_listed_as_a_table_and_as_json(run: Run) -> None:
    table = await run("deliveries")
    listed = await run("deliveries", "--json", "--about", APPLICATION)
    of_contact = json.loads(await run("deliveries", "--json", "--person", f"contact:{FORM}"))

    assert "application-received" in table
    assert {each["state"] for each in json.loads(listed)} >= {"delivered", "no-recipient"}
    assert {each["about"] for each in json.loads(listed)} == {APPLICATION}
    assert {each["person"] for each in of_contact} == {f"contact:{FORM}"}
    assert ADDRESS not in table + listed
    assert "No deliveries." in await run("deliveries", "--state", "permanent-failure")


async def test_mistyped_state_is_an_error_that_lists_the_known_ones(run: Run) -> None:
    said = await run("deliveries", "--state", "deliverd", fails=True)

    assert "permanent-failure" in said


async def test_one_delivery_is_shown_without_its_address(run: Run) -> None:
    delivered, *_ = json.loads(await run("deliveries", "--json", "--person", f"contact:{FORM}"))

    shown = json.loads(await run("show", delivered["notification"][:12], "--json"))

    assert shown == delivered
    assert shown["address"] == "j…@e….org"
    assert "No single delivery" in await run("show", "nothing-such", fails=True)


async def test_delivery_is_sent_again_under_its_message_id_and_leaves_an_audit(
    run: Run, service: Any, eventually: Any, deliveries: Any
) -> None:
    delivered, *_ = json.loads(await run("deliveries", "--json", "--state", "delivered"))
    number = delivered["notification"]

    assert await run("resend", number) == f"{number} will be sent again.\n"

    async def sent_again() -> bool:
        rows = (await deliveries(service)).values()
        [row] = [row for row in rows if row.id == number]
        return (row.state, row.attempts) == ("delivered", 2)

    await eventually(sent_again)
    assert json.loads(await run("show", number, "--json"))["message_id"] == delivered["message_id"]
    [left] = json.loads(await run("audit", "list", "--json"))
    assert (left["action"], left["target"]) == ("resend", number)


async def test_delivery_that_was_never_sent_is_not_sent_again(run: Run) -> None:
    unsent, *_ = json.loads(await run("deliveries", "--json", "--state", "no-recipient"))

    assert "is no-recipient" in await run("resend", unsent["notification"], fails=True)
