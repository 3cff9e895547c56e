"""Who is told of a case and of a visit, on the store of either kind."""

from typing import Any

import pytest

from chassis.testing import Desk
from integration.notifications.builders import example, person

URN = "111632"
NOTE = {
    "urn": URN,
    "visit": "V-2026-0310",
    "adviser": "p-1001",
    "visited_on": "2026-10-06",
    "purpose": "Termly review",
    "note": "Middle leaders now own the maths plan.\nNext: phonics.",
    "recorded_at": "2026-10-08T09:00:00+01:00",
}


@pytest.fixture
async def told(desk: Desk) -> Desk:
    """A school, its head teacher, an officer, a director and an adviser."""
    school = example("schools", "school.registered") | {"urn": URN}
    await desk.send("council.schools.school.registered.v1", school, aggregateversion=1)
    await person(desk, "p-head", f"headteacher@urn:{URN}")
    await person(desk, "p-officer", "school-improvement-officer@la:806")
    await person(desk, "p-director", "director@la:806")
    await person(desk, "p-1001")
    return desk


async def says(desk: Desk, happened: str, **changes: Any) -> None:
    data = example("schools", happened) | changes
    assert await desk.send(f"council.schools.{happened}.v1", data) == "applied"


async def readers(desk: Desk) -> set[tuple[str, str]]:
    notices = {row["id"]: row["template"] for row in await desk.rows("notice")}
    return {(notices[row["notice"]], row["person"]) for row in await desk.rows("delivery")}


@pytest.mark.parametrize("step", ["opened", "reviewed", "closed"])
async def test_head_teacher_is_told_of_a_case_only_where_the_event_says_so(
    told: Desk, step: str
) -> None:
    staff = {(f"case-{step}", "p-officer"), (f"case-{step}", "p-director")}
    await says(told, f"case.{step}", tell_school=False)
    assert await readers(told) == staff
    await says(told, f"case.{step}", tell_school=True)
    assert await readers(told) == staff | {(f"case-{step}-school", "p-head")}


async def test_director_is_told_of_a_missed_review_and_not_of_one_that_is_due(told: Desk) -> None:
    await says(told, "case.review-due-soon")
    await says(told, "case.review-missed")
    assert await readers(told) == {
        ("case-review-due-soon", "p-officer"),
        ("case-review-missed", "p-officer"),
        ("case-review-missed", "p-director"),
    }


async def test_note_of_a_visit_goes_whole_to_the_head_teacher_alone(told: Desk, mails: Any) -> None:
    assert await told.send("council.casework.visit.recorded.v1", NOTE) == "applied"
    assert await readers(told) == {("visit-note", "p-head")}
    [mail] = await mails(told)
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert "Middle leaders now own the maths plan.\nNext: phonics." in text
    assert "V-2026-0310" in mail["Subject"]


async def test_adviser_is_told_of_a_late_note_even_if_the_directory_names_them_later(
    desk: Desk,
) -> None:
    await says(desk, "visit.late")
    await person(desk, "p-2002", "adviser@la:806")
    assert [row["state"] for row in await desk.rows("delivery")] == ["recipient-sought"]
    await person(desk, "p-1001")
    assert ("visit-late", "p-1001") in await readers(desk)
    assert [row["state"] for row in await desk.rows("delivery")] == ["queued"]


async def test_mail_about_a_case_links_no_journey_for_none_shows_it(told: Desk, mails: Any) -> None:
    told.service.settings.journeys_url = "https://attain.example/journeys"
    await says(told, "case.opened", tell_school=False)
    for mail in await mails(told):
        assert "https://attain.example" not in mail.get_body(("plain",)).get_content()
