"""Deliveries that are due together share their transactions; a bad one stops no other."""

import asyncio
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import event, update

from chassis.testing import Desk
from integration.notifications.builders import FORM, example, person
from notifications.domain.states import Attempt
from notifications.mail.lookup import Mail
from notifications.mail.queue import SendQueue
from notifications.mail.recorder import Ended, Recorder
from notifications.settings import Settings
from notifications.store import NOTICES

OFFICERS = {"p-1", "p-2", "p-3", "p-4"}  # as many as the connections to the mail server
DELIVERED = "council.notifications.notification.delivered.v1"


async def reopened(desk: Desk, application: str = "A-2026-0001") -> None:
    """A message to each officer that asks to act."""
    data = example("applications", "review.reopened")
    data |= {"form_reference": FORM, "application": application}
    assert await desk.send("council.applications.review.reopened.v1", data) == "applied"


async def due(desk: Desk, officers: Collection[str] = OFFICERS) -> SendQueue:
    """A delivery to each of them, none of them claimed."""
    for officer in sorted(officers):
        await person(desk, officer, "school-improvement-officer@la:806")
    await reopened(desk)
    assert isinstance(desk.service.settings, Settings)
    return SendQueue(desk.service, desk.service.settings)


async def claimed(queue: SendQueue, count: int = len(OFFICERS)) -> list[Mail]:
    found = [await queue.next(lambda: True) for _ in range(count)]
    return [mail for mail in found if mail is not None]


@contextmanager
def commits(desk: Desk) -> Iterator[list[Any]]:
    """Grows by one with each transaction that commits in the block."""
    engine, found = desk.service.store.engine.sync_engine, list[Any]()
    add = found.append  # the listener is known by its identity
    event.listen(engine, "commit", add)
    yield found
    event.remove(engine, "commit", add)


async def people_told(desk: Desk) -> list[str]:
    return sorted(told.data["person"] for told in await desk.recorded(DELIVERED))


async def test_one_transaction_claims_a_delivery_for_each_connection(desk: Desk) -> None:
    queue = await due(desk)
    with commits(desk) as found:
        mails = await claimed(queue)
    assert {mail.row.person for mail in mails} == OFFICERS
    assert {mail.person.email for mail in mails if mail.person} == {
        f"{officer}@council.example" for officer in OFFICERS
    }
    assert len(found) == 1


async def test_outcomes_that_wait_while_another_is_recorded_share_a_transaction(desk: Desk) -> None:
    mails, recorder = await claimed(await due(desk)), Recorder(desk.service)
    with commits(desk) as found:
        await asyncio.gather(*(recorder.record(Ended(mail, Attempt())) for mail in mails))
    assert len(found) == 2
    assert await people_told(desk) == sorted(OFFICERS)
    states = await desk.rows("delivery", state="delivered")
    assert {row["leased_by"] for row in states} == {None}
    assert len(states) == len(OFFICERS)


async def test_an_outcome_that_cannot_be_recorded_stops_no_other(
    desk: Desk, eventually: Any
) -> None:
    bad, *good = await claimed(await due(desk))
    bad = replace(bad, notice=bad.notice.model_copy(update={"scopes": None}))
    recorder = Recorder(desk.service)
    recording = asyncio.gather(
        *(recorder.record(Ended(mail, Attempt())) for mail in (good[0], bad, *good[1:]))
    )
    await eventually(lambda: all_told(desk, {mail.row.person for mail in good}))
    recording.cancel()
    [row] = await desk.rows("delivery", id=bad.row.id)
    assert row["state"] == "queued"


async def all_told(desk: Desk, people: set[str]) -> bool:
    return await people_told(desk) == sorted(people)


async def test_a_recipient_who_left_and_one_who_is_told_share_a_transaction(desk: Desk) -> None:
    left, *others = await claimed(await due(desk))
    await person(desk, left.row.person, active=False)
    recorder = Recorder(desk.service)
    outcomes = [Ended(others[0], Attempt()), Ended(left, None), Ended(others[1], Attempt())]
    await asyncio.gather(*(recorder.record(each) for each in outcomes))
    assert await people_told(desk) == sorted(each.row.person for each in others[:2])
    assert await desk.rows("delivery", id=left.row.id) == []


async def test_a_delivery_that_cannot_be_looked_up_stops_no_other(desk: Desk) -> None:
    queue = await due(desk, {"p-1", "p-2"})
    async with desk.service.store.writing() as session:
        await session.execute(update(NOTICES).values(audiences=[{"posts": "none"}]))
    await reopened(desk, "A-2026-0002")
    found = await claimed(queue, 2)
    assert {mail.row.person for mail in found} == {"p-1", "p-2"}
    assert {mail.notice.reference for mail in found} == {"A-2026-0002"}
