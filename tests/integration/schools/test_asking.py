"""The register over HTTP: lists with filters and pages, one school with history and kin."""

import httpx
import pytest

from integration.schools.registers import import_later, import_sample, register_of


@pytest.fixture
async def client(store_url, tmp_path):
    async with register_of(store_url("schools"), tmp_path) as service:
        await import_sample(service)
        await import_later(service)
        transport = httpx.ASGITransport(app=service.web)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as opened:
            yield opened


async def asked(client, path: str):
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_list_is_bounded_and_its_pages_hold_every_school_once(client):
    following, urns = "/schools?limit=7", []
    while following:
        page = await asked(client, following)
        assert len(page["schools"]) <= 7
        assert page["total"] == 42
        urns += [school["urn"] for school in page["schools"]]
        following = page["next"]
    assert len(urns) == len(set(urns)) == 42
    assert urns == sorted(urns)


@pytest.mark.parametrize(
    ("question", "urns"),
    [
        ("la=805&phase=4", ["900038", "900039"]),
        ("status=2", ["900003", "900031", "900036"]),
        ("type=7", ["900028"]),
        ("type=07", ["900028"]),
        ("name=th%C3%A9r%C3%A8se", ["900015"]),
        ("name=elm%20STREET", ["900007"]),
        ("name=%25", []),
        ("academy=true&la=805", ["900035", "900038", "900102"]),
        ("postcode=TS95%202AB", ["900001"]),
    ],
)
async def test_a_list_is_filtered(client, question, urns):
    page = await asked(client, f"/schools?{question}")
    assert [school["urn"] for school in page["schools"]] == urns
    assert page["next"] is None


@pytest.mark.parametrize("question", ["limit=501", "limit=0", "la=Middlesbrough", "after=x"])
async def test_a_question_that_makes_no_sense_is_refused(client, question):
    assert (await client.get(f"/schools?{question}")).status_code == 422


async def test_an_unknown_school_is_not_found(client):
    assert (await client.get("/schools/999999")).status_code == 404
    assert (await client.get("/schools/12")).status_code == 422


async def test_a_school_shows_the_history_of_the_school_before_it(client):
    school = await asked(client, "/schools/900101")
    assert school["academy"] is True
    assert school["predecessors"] == [
        {
            "urn": "900003",
            "name": "Brambleside Primary School",
            "status": "Closed",
            "open_date": None,
            "close_date": "2026-03-31",
            "direct": True,
        }
    ]
    assert school["successors"] == []
    told = [(entry["urn"], entry["happened"]) for entry in school["history"]]
    assert told[0] == ("900003", "registered")
    assert ("900003", "converted") in told
    assert told[-1] == ("900101", "registered")
    assert school["history"][0]["extract_date"] == "2025-09-01"


async def test_an_old_school_points_to_what_it_became(client):
    school = await asked(client, "/schools/900036")
    assert (school["status"], school["converted_to"]) == ("Closed", "900102")
    assert [kin["urn"] for kin in school["successors"]] == ["900102"]
    (entry,) = [entry for entry in school["history"] if entry["happened"] == "converted"]
    assert entry["successor"] == "900102"
    assert entry["changes"]["status_code"] == {"from": "1", "to": "2"}


async def test_what_was_never_known_is_named_as_not_known(client):
    school = await asked(client, "/schools/900030")
    assert school["trust"] is None
    assert {"trust", "diocese", "religious_character"} <= set(school["not_known"])
    assert school["predecessors"] is None
    assert "predecessors" in school["not_known"]
    assert "name" not in school["not_known"]


async def test_a_column_that_the_second_extract_lacked_is_still_known(client):
    school = await asked(client, "/schools/900007")
    assert school["pupils"] is not None
    assert school["religious_character"] == "Does not apply"
