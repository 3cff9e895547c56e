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
    officer.lend_to_commands(monkeypatch)


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


async def references(desk: Desk, query: str) -> list[str]:
    return [
        each["application"] for each in (await get(desk, f"/applications?{query}"))["applications"]
    ]


async def test_a_filter_on_what_is_confidential_finds_only_what_is_announced(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    lead = (await get(desk, "/applications/A-2026-0001"))["lead_school"]
    await desk.apply(funding.a_developing_school(lead_school=lead))
    day = "2026-10-16"
    confidential = ("lead_school=" + lead, f"submitted_from={day}", "outcome=approved")
    for query in confidential:
        assert await references(desk, query) == ["A-2026-0001"], query
    assert await references(desk, "authority=806") == ["A-2026-0001", "A-2026-0002"]
    assert await references(desk, "authority=805") == []
    assert await references(desk, f"submitted_until={day}") == ["A-2026-0001"]
    assert await references(desk, "submitted_until=2026-10-15") == []
    assert await references(desk, "submitted_from=2026-10-17") == []


async def released(desk: Desk, count: int) -> list[str]:
    """Applications with an announced decision, submitted the later the smaller their reference."""
    await desk.open_round()
    await desk.awarded()
    async with desk.service.work() as work:
        row = await work.session.get_one(ApplicationRow, "A-2026-0001")
        made = []
        for number in range(count):
            values = row.model_dump() | {
                "application": f"A-2026-{9000 - number}",
                "form_reference": f"FORM-{number}",
                "submitted_at": datetime(2026, 10, 1 + number // 2, tzinfo=UTC),
            }
            made.append(ApplicationRow(**values))
        work.session.add_all(made)
    ordered = sorted(made, key=lambda each: (each.submitted_at, each.application))
    return [each.application for each in ordered]


async def test_pages_by_day_of_submission_show_each_application_once_in_that_order(
    desk: Desk,
) -> None:
    expected = await released(desk, 7)
    found, after = [], ""
    while after is not None:
        days = "submitted_from=2026-10-01&submitted_until=2026-10-04"
        page = await get(desk, f"/applications?{days}&limit=2&after={after}")
        found += [each["application"] for each in page["applications"]]
        after = page["next"]
    assert found == expected


@pytest.mark.parametrize(
    "query", ["lead_school=12", "authority=80", "submitted_from=yesterday", "lead=111632"]
)
async def test_a_filter_that_cannot_be_is_refused(desk: Desk, query: str) -> None:
    transport = httpx.ASGITransport(app=desk.service.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        assert (await client.get(f"/applications?{query}")).status_code in {400, 422}


@pytest.mark.usefixtures("at_the_desk")
def test_an_officer_sees_what_happened_when_and_where_the_letters_are(officer: Desk) -> None:
    file = json.loads(CliRunner().invoke(cli.app, ["show", "A-2026-0001", "--json"]).output)
    words = [each["what"] for each in file["history"]]
    assert words[0].startswith("Submitted as form FORM-")
    assert "Scored by p-2001" in words
    assert any(each.startswith("Decision recorded for") for each in words)
    assert words.index(next(each for each in words if " announced by " in each)) < words.index(
        next(each for each in words if each.startswith("Award G-2026-0001"))
    )
    assert "Payment BACS-884213 of £8,333.33 made, now recorded" in words
    assert file["money"]["paid_pence"] == 833_333
    assert {"earmark", "reserve", "commit", "pay"} <= {row["kind"] for row in file["movements"]}
    assert file["letters"] == [
        "notifications letter list --about A-2026-0001",
        "notifications letter list --about G-2026-0001",
    ]
    shown = CliRunner().invoke(cli.app, ["show", "A-2026-0001"]).output
    assert "p-1001 for" in shown
    assert "notifications letter list --about A-2026-0001" in shown
