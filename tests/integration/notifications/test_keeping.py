"""What became of several letters is kept in one commit, and none suffers from another."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import event, select

from chassis.storage.tables import OutboxRow
from notifications.domain.people import Person
from notifications.post.courier import ACCEPTED
from notifications.post.keeping import Keeper
from notifications.post.tray import Addressed
from notifications.store import Delivery, DeliveryRow, Notice, NoticeRow
from support.running import Stack

MANY = 5
STATES = select(DeliveryRow.id, DeliveryRow.state)


@pytest.fixture
async def service(stack: Stack) -> Any:
    """With its tables, and nothing running."""
    return (await stack("notifications", run=False))["notifications"]


async def handed_over(service: Any, number: int) -> Addressed:
    """A delivery that is queued, each about an event of its own trace."""
    now, name = service.clock(), f"n{number}"
    notice = Notice(
        id=name,
        event_source="urn:council:applications",
        event_id=f"event-{number}",
        event_type="council.applications.application.submitted.v1",
        template="application-received",
        reference=f"A-2026-{number:04d}",
        audiences=[],
        scopes=["*"],
        facts={},
        correlation_id="c",
        traceparent=f"00-{number + 1:032x}-{number + 1:016x}-01",
        created_at=now,
    )
    row = Delivery(
        id=f"d{number}",
        notice=name,
        person="p-1",
        channel="email",
        role="contact",
        state="queued",
        message_id=f"<d{number}@council.example>",
        created_at=now,
        due_at=now,
    )
    async with service.store.writing() as session:
        session.add(NoticeRow(**notice.model_dump()))
        await session.flush()
        session.add(DeliveryRow(**row.model_dump()))
    return Addressed(row, notice, Person("p-1", "jo.bell@example.org"), {})


async def test_answers_that_come_during_a_commit_are_kept_by_the_next_one_together(
    service: Any,
) -> None:
    handed = [await handed_over(service, number) for number in range(MANY)]
    commits: list[Any] = []
    event.listen(service.store.engine.sync_engine, "commit", commits.append)
    keeper = Keeper(service)
    await asyncio.gather(*(keeper.keep(each, ACCEPTED) for each in handed))
    assert len(commits) == 1 + 1, "the first alone, and all who came meanwhile"

    async with service.store.reading() as session:
        assert dict((await session.execute(STATES)).tuples().all()) == {
            each.row.id: "delivered" for each in handed
        }
        told = [
            json.loads(text)
            for text in (await session.execute(select(OutboxRow.headers))).scalars()
        ]
    assert {each["ce-causationid"]: each["ce-traceparent"][3:35] for each in told} == {
        f"event-{number}": f"{number + 1:032x}" for number in range(MANY)
    }


async def test_one_that_cannot_be_kept_leaves_the_others_kept(service: Any) -> None:
    handed = [await handed_over(service, number) for number in range(MANY)]
    handed[2].notice.scopes = None  # type: ignore[assignment]  # its event cannot be written
    keeper = Keeper(service)
    ended = await asyncio.gather(
        *(keeper.keep(each, ACCEPTED) for each in handed), return_exceptions=True
    )
    assert [isinstance(each, Exception) for each in ended] == [False, False, True, False, False]
    async with service.store.reading() as session:
        states = dict((await session.execute(STATES)).tuples().all())
    assert states == {each.row.id: "delivered" for each in handed} | {"d2": "queued"}
