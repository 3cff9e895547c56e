"""The panel's pack: what it holds, that it is escaped, and the ranking behind it."""

from typing import Any

import pytest
from sqlalchemy import text as sql

from applications.pages import render
from applications.views import meeting, ranking
from integration.applications.desk import Desk
from support import funding

REFERENCE = "A-2026-0001"
MEETING = {"reference": "LDT-2026-12", "held_on": "2026-12-10"}
LOW = [
    {"criterion": "need", "score": 2, "justification": "Thin"},
    {"criterion": "value", "score": 3, "justification": "Fair"},
]


async def the_pack(desk: Desk) -> dict[str, Any]:
    async with desk.service.store.reading() as session:
        pack = await meeting.pack(session, "LDT-2026-12")
    assert pack is not None
    return pack


async def with_two_items(desk: Desk, **form: Any) -> None:
    await desk.open_round()
    developing = await desk.apply(funding.a_developing_school(**form))
    for reviewer in ("p-2001", "p-2002"):
        await desk.tell("review", funding.a_review(reviewer, developing, scores=LOW))
    await desk.ready()
    await desk.tell("meeting", funding.a_meeting(REFERENCE, "A-2026-0002"))


async def test_pack_has_agenda_ranking_and_money_left(desk: Desk) -> None:
    await with_two_items(desk)
    pack = await the_pack(desk)
    assert [each["application"] for each in pack["items"]] == [REFERENCE, "A-2026-0002"]
    assert pack["ranking"] == ["A-2026-0002", REFERENCE]
    assert [each["ranking"] for each in pack["items"]] == ["0.48", "0.72"]
    left = {each["category"]: each["left_pence"] for each in pack["money"]}
    assert left[None] == 25_000_000
    assert left["learning-hub"] == 12_000_000


async def test_score_is_not_in_the_pack_until_all_reviews_are_in(desk: Desk) -> None:
    await desk.open_round()
    await desk.apply()
    await desk.tell("review", funding.a_review("p-2001"))
    await desk.tell("meeting", funding.a_meeting(REFERENCE))
    pack = await the_pack(desk)
    assert (pack["ranking"], pack["items"][0]["ranking"]) == ([], None)


async def test_pack_names_interests_and_consents_that_are_claims(desk: Desk) -> None:
    await with_two_items(desk)
    await desk.tell("interest", funding.an_interest("A-2026-0002", person="p-1003"))
    hub = (await the_pack(desk))["items"][1]
    assert [each["person"] for each in hub["interests"]] == ["p-1002", "p-1003"]
    assert [each["urn"] for each in hub["claims"]] == list(funding.PARTNERS)


async def test_pack_has_the_minutes_and_what_they_rest_on(desk: Desk) -> None:
    await with_two_items(desk)
    decision = funding.a_decision(
        "A-2026-0002", meeting=MEETING, recorded_at="2026-12-10T17:00:00Z"
    )
    await desk.tell("decision", decision)
    pack = await the_pack(desk)
    [minute] = pack["items"][1]["minutes"]
    assert (minute["outcome"], minute["awarded_pence"]) == ("approved", 2_500_000)
    assert (minute["rested_on"]["seats"], minute["rested_on"]["reviews"]) == (
        5,
        ["p-2001", "p-2002"],
    )
    assert pack["money"][0]["left_pence"] == 22_500_000
    page = render("meeting", pack=pack)
    assert "£25,000.00" in page
    assert "3 present of 2 needed" in page


async def test_page_escapes_what_schools_wrote(desk: Desk) -> None:
    await with_two_items(desk, title="<script>alert(1)</script>")
    page = render("meeting", pack=await the_pack(desk))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


async def test_page_of_the_ranking_goes_on_after_the_last_of_the_page_before(desk: Desk) -> None:
    await with_two_items(desk)
    async with desk.service.store.reading() as session:
        [first] = await ranking.page(session, "2026-AUT", limit=1)
        [second] = await ranking.page(session, "2026-AUT", after=first["application"])
        [hub] = await ranking.page(session, "2026-AUT", category="learning-hub")
    assert (first["application"], second["application"]) == ("A-2026-0002", REFERENCE)
    assert hub["application"] == "A-2026-0002"


async def test_withdrawn_application_leaves_the_ranking(desk: Desk) -> None:
    await with_two_items(desk)
    await desk.tell("withdrawal", funding.a_withdrawal())
    async with desk.service.store.reading() as session:
        found = await ranking.page(session, "2026-AUT")
    assert [each["application"] for each in found] == [REFERENCE]


@pytest.mark.parametrize("category", [None, "learning-hub"])
async def test_page_of_the_ranking_is_read_in_the_order_of_an_index(
    desk: Desk, category: str | None
) -> None:
    """So that it takes as long among a hundred thousand applications as among a few."""
    statement = ranking.in_order("2026-AUT", category).limit(100)
    async with desk.service.store.reading() as session:
        dialect = session.get_bind().dialect
        text = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        if dialect.name == "sqlite":
            text = f"QUERY PLAN {text}"
        else:  # so few rows as are here it would rather sort
            for way in ("seqscan", "bitmapscan", "sort"):
                await session.execute(sql(f"SET LOCAL enable_{way} = off"))
        plan = str((await session.execute(sql(f"EXPLAIN {text}"))).all())
    assert "ix_application_ranking" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
