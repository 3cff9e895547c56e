"""A person's choice: at once, one mail a day at 08:00 in London, or none."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from chassis.testing import Desk
from integration.notifications.builders import FORM, example, person
from notifications.domain.states import Attempt, Failure
from notifications.store import DeliveryRow, NoticeRow
from notifications.use_cases.outcomes import record_not_sent, record_outcome

OFFICER = "school-improvement-officer@la:806"
DAILY, NONE = {"digest": "daily"}, {"channel": "none"}
DELIVERED = "council.notifications.notification.delivered.v1"
FAILED = "council.notifications.notification.failed.v1"


async def officer(desk: Desk, name: str = "p-1", **changes: Any) -> None:
    await person(desk, name, OFFICER, **changes)


async def offer_accepted(desk: Desk, application: str = "A-2026-0001") -> None:
    """A message to officers that asks for nothing."""
    data = example("applications", "offer.accepted")
    data |= {"form_reference": FORM, "application": application}
    assert await desk.send("council.applications.offer.accepted.v1", data) == "applied"


async def to_review(desk: Desk) -> None:
    """A message to officers that asks them to act."""
    data = example("applications", "review.reopened") | {"form_reference": FORM}
    assert await desk.send("council.applications.review.reopened.v1", data) == "applied"


async def rows(desk: Desk, template: str) -> list[tuple[DeliveryRow, NoticeRow]]:
    chosen = select(DeliveryRow, NoticeRow).join(NoticeRow, NoticeRow.id == DeliveryRow.notice)
    async with desk.service.store.reading() as session:
        found = await session.execute(chosen.where(NoticeRow.template == template))
        return list(found.tuples())


async def states(desk: Desk, template: str) -> list[str]:
    return sorted(row.state for row, _ in await rows(desk, template))


async def tomorrow(desk: Desk) -> None:
    desk.now += timedelta(days=1)
    await desk.settle()


async def outcome(desk: Desk, attempt: Attempt) -> None:
    """The mail server's answer to the digest."""
    [(row, notice)] = await rows(desk, "digest")
    async with desk.service.work() as work:
        await record_outcome(row, notice, None, attempt, work)


async def test_messages_that_inform_are_one_mail_the_next_morning(desk: Desk, mails: Any) -> None:
    await officer(desk, delivery=DAILY)
    await offer_accepted(desk)
    desk.now += timedelta(minutes=1)
    await offer_accepted(desk, "A-2026-0002")
    assert await mails(desk) == []
    desk.now = desk.now.replace(hour=23)
    await desk.settle()
    assert await mails(desk) == []
    await tomorrow(desk)
    [mail] = await mails(desk)
    assert mail["Subject"] == "Your daily digest: 2 messages (A-2026-0001 and A-2026-0002)"
    for kind in ("plain", "html"):
        body = mail.get_body((kind,)).get_content()
        assert body.count("has accepted the offer") == 2


async def test_message_that_asks_for_something_goes_at_once_in_spite_of_the_choice(
    desk: Desk,
) -> None:
    for number, choice in enumerate((DAILY, NONE), 1):
        await officer(desk, f"p-{number}", delivery=choice)
    await to_review(desk)
    told = {row.person: row.state for row, _ in await rows(desk, "review-reopened")}
    assert (told["p-1"], told["p-2"]) == ("queued", "queued")


async def test_who_chose_none_gets_no_message_that_only_informs(desk: Desk) -> None:
    await officer(desk, delivery=NONE)
    await offer_accepted(desk)
    await tomorrow(desk)
    assert await desk.rows("delivery") == []


async def test_digest_delayed_by_a_downtime_is_sent_once_and_not_put_off_by_a_new_message(
    desk: Desk, mails: Any
) -> None:
    await officer(desk, delivery=DAILY)
    await offer_accepted(desk)
    desk.now += timedelta(days=3)
    await offer_accepted(desk, "A-2026-0002")  # before the timer of the first morning fires
    [mail] = await mails(desk)
    assert "1 message (A-2026-0001)" in mail["Subject"]
    await tomorrow(desk)
    assert len(await mails(desk)) == 2


@pytest.mark.parametrize(
    ("attempt", "state"),
    [(Attempt(), "delivered"), (Attempt(Failure.PERMANENT, "smtp-550"), "permanent-failure")],
)
async def test_messages_of_a_digest_share_its_final_state(
    desk: Desk, attempt: Attempt, state: str
) -> None:
    await officer(desk, delivery=DAILY)
    await offer_accepted(desk)
    await tomorrow(desk)
    assert await states(desk, "offer-answered") == ["awaits-digest"]
    await outcome(desk, attempt)
    assert await states(desk, "offer-answered") == [state]
    kind = DELIVERED if state == "delivered" else FAILED
    told = [each.data["template"] for each in await desk.recorded(kind)]
    assert sorted(told) == ["digest", "offer-answered"]


async def test_digest_that_failed_is_told_to_operators_once(desk: Desk) -> None:
    await person(desk, "p-9", "operator@*")
    await officer(desk, delivery=DAILY)
    await offer_accepted(desk)
    await offer_accepted(desk, "A-2026-0002")
    await tomorrow(desk)
    await outcome(desk, Attempt(Failure.PERMANENT, "smtp-550"))
    for failure in await desk.recorded(FAILED):
        await desk.deliver(failure.delivery)
    assert len(await rows(desk, "delivery-failed")) == 1


async def test_who_left_before_the_morning_leaves_the_messages_to_a_successor(desk: Desk) -> None:
    await officer(desk, delivery=DAILY)
    await offer_accepted(desk)
    await officer(desk, active=False)
    await officer(desk, "p-2")
    await tomorrow(desk)
    assert await rows(desk, "digest") == []
    [(row, _)] = await rows(desk, "offer-answered")
    assert (row.person, row.state) == ("p-2", "queued")


async def test_who_left_before_the_sending_leaves_the_messages_to_a_successor(desk: Desk) -> None:
    await officer(desk, delivery=DAILY)
    await offer_accepted(desk)
    await tomorrow(desk)
    await officer(desk, active=False)
    await officer(desk, "p-2")
    [(row, notice)] = await rows(desk, "digest")
    async with desk.service.work() as work:
        await record_not_sent(row, notice, work)
    [(row, _)] = await rows(desk, "offer-answered")
    assert (row.person, row.state) == ("p-2", "queued")
