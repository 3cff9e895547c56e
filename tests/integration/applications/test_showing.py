"""What is shown: to the public only what is public, to officers everything."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from applications import cli
from applications.store import ApplicationRow
from applications.views.officer import application as officers_file
from integration.applications.desk import Desk
from support import funding
from support.keys import KEY

ALWAYS = {"application", "round", "authority", "category", "state"}


async def get(desk: Desk, path: str, status: int = 200) -> Any:
    """What a page answers."""
    transport = httpx.ASGITransport(app=desk.service.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.get(path)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_before_the_release_only_where_it_stands_is_public(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference))
    shown = await get(desk, f"/applications/{reference}")
    assert set(shown) == ALWAYS
    assert shown["state"] == "decided"
    listed = await get(desk, "/applications")
    assert listed == {"applications": [shown], "next": None}
    [round_] = (await get(desk, "/rounds"))["rounds"]
    assert (round_["reserved_pence"], round_["left_pence"]) == (0, 25_000_000)


async def test_a_void_decision_is_never_seen(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    votes = [{"person": "p-1001", "vote": "for"}, {"person": "p-1004", "vote": "for"}]
    await desk.tell("decision", funding.a_decision(reference, votes=votes))
    await desk.tell("interest", funding.an_interest(person="p-1004"))
    assert set(await get(desk, f"/applications/{reference}")) == ALWAYS


async def test_after_the_release_outcome_money_and_award_are_public(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    shown = await get(desk, "/applications/A-2026-0001")
    assert (shown["outcome"], shown["awarded_pence"]) == ("approved", 2_500_000)
    assert shown["award"] == award
    assert not {"votes", "scores", "reasons", "held_pence"} & set(shown)
    [round_] = (await get(desk, "/rounds"))["rounds"]
    assert (round_["committed_pence"], round_["left_pence"]) == (2_500_000, 22_500_000)
    hub = next(each for each in round_["categories"] if each["category"] == "learning-hub")
    assert hub["left_pence"] == 9_500_000


async def test_an_award_is_shown_with_its_milestones(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    shown = await get(desk, f"/awards/{award}")
    assert [each["state"] for each in shown["milestones"]] == ["payable", "due", "due"]
    assert (shown["awarded_pence"], shown["paid_pence"]) == (2_500_000, 0)


async def test_a_list_is_filtered_and_paged(desk: Desk) -> None:
    await desk.open_round()
    await desk.apply(funding.a_hub(theme="music"))
    await desk.apply(funding.a_developing_school())
    page = await get(desk, "/applications?limit=1")
    assert page["next"] == "A-2026-0001"
    rest = await get(desk, f"/applications?after={page['next']}")
    assert [each["category"] for each in rest["applications"]] == ["developing-school"]
    refused = await get(desk, "/applications?state=ineligible")
    assert len(refused["applications"]) == 1


@pytest.mark.parametrize("path", ["/applications/A-2026-0009", "/awards/G-2026-0009"])
async def test_what_does_not_exist_is_not_found(desk: Desk, path: str) -> None:
    await get(desk, path, status=404)


@pytest.fixture
def at_the_desk(officer: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find this service."""
    settings = officer.service.settings
    monkeypatch.setenv("APPLICATIONS_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("APPLICATIONS_AMQP_URL", settings.amqp_url)
    monkeypatch.setenv("APPLICATIONS_KEY", KEY)


@pytest.mark.usefixtures("at_the_desk")
def test_the_ledger_is_listed_by_state(officer: Desk) -> None:
    def listed(*options: str) -> list[str]:
        said = CliRunner().invoke(cli.app, ["payments", "--json", *options])
        assert said.exit_code == 0, said.output
        return [each["payment_reference"] for each in json.loads(said.output)]

    assert listed() == ["BACS-884213", "BACS-9"]
    assert listed("--state", "unmatched") == ["BACS-9"]
    table = CliRunner().invoke(cli.app, ["payments", "--state", "unmatched"])
    assert "£8,333.33" in table.output
    assert "has no milestone 9" in " ".join(table.output.split())
    none = CliRunner().invoke(cli.app, ["payments", "--state", "reversed"])
    assert "No such payment" in none.output


@pytest.mark.usefixtures("at_the_desk")
def test_an_officer_sees_the_whole_file(officer: Desk) -> None:
    shown = CliRunner().invoke(cli.app, ["show", "A-2026-0001", "--json"])
    assert shown.exit_code == 0, shown.output
    file = json.loads(shown.output)
    assert file["decisions"][0]["tally"]["for"] == 2
    assert file["reviews"][0]["scores"][0]["score"] == 4
    assert file["interests"][0]["person"] == "p-1002"
    assert file["award"]["payments"][0]["state"] == "recorded"
    table = CliRunner().invoke(cli.app, ["show", "A-2026-0001"])
    assert "Tees maths mastery hub" in table.output
    assert "£30,000.00" in table.output
    assert "£3,000.00" in table.output
    assert "Teesside University (university)" in table.output
    missing = CliRunner().invoke(cli.app, ["show", "A-2026-0009"])
    assert missing.exit_code == 1


@pytest.fixture
async def officer(desk: Desk) -> Desk:
    """A whole file to look at."""
    desk.now = datetime(2027, 3, 1, tzinfo=UTC)
    await desk.open_round()
    university = {"name": "Teesside University", "kind": "university"}
    form = funding.a_hub(organisations=[university], match_funding_pence=300_000)
    award = await desk.awarded(form)
    await desk.tell("interest", funding.an_interest())
    await desk.accepted_milestone(award)
    await desk.tell("payment", funding.a_payment(award))
    await desk.tell("payment", funding.a_payment(award, payment_reference="BACS-9", milestone=9))
    return desk


async def test_officers_see_which_review_does_not_count_and_why(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("review", funding.a_review("p-1002"))  # 111632 is this member's own
    await desk.tell("interest", funding.an_interest(person="p-2002", nature="family"))
    async with desk.service.store.reading() as session:
        file = await officers_file(session, reference)
    assert file is not None
    assert {each["reviewer"]: each["excluded"] for each in file["reviews"]} == {
        "p-2001": None,
        "p-2002": "declared interest: family",
        "p-1002": "own school 111632",
    }


async def test_same_form_from_before_a_field_was_read_is_still_the_same(desk: Desk) -> None:
    await desk.open_round()
    form = funding.a_developing_school(match_funding_pence=300_000)
    reference = await desk.apply(form)
    async with desk.service.work() as work:
        row = await work.session.get_one(ApplicationRow, reference)
        kept = {name: value for name, value in row.form.items() if name != "match_funding_pence"}
        row.form = {**kept, "developing": {**kept["developing"]}}
        del row.form["developing"]["horizon"]
    assert await desk.tell("form", form) == "applied"
    assert await desk.tell("form", {**form, "title": "Another"}) == "parked"
