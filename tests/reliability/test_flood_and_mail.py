"""A backlog of one publisher delays no mail about another's event: by order, not by the clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import col, select

from chassis import Service
from chassis.storage.tables import InboxRow, OutboxRow
from notifications.store import DeliveryRow, NoticeRow
from support import funding
from support.bus import Bus
from support.mailbox import SmtpPeer
from support.repetitions import repetitions
from support.running import Stack

BAD_FORMS = repetitions(1000, 3000)
MAILED_BEFORE = 300  # more bad forms are parked
REGISTERED = "council.schools.school.registered.v1"
RECEIVED = "council.forms.application.received.v1"
OPENED = "council.casework.round.opened.v1"
CLOSED = "council.casework.round.closed.v1"
CONTACT = "jo.bell@example.org"
CANCELLED = {
    "round": "2026-AUT",
    "kind": "cancelled",
    "reason": "Budget withdrawn by Schools Forum",
    "closed_by": "p-1001",
    "closed_at": "2026-11-10T10:00:00+00:00",
}


@asynccontextmanager
async def running(stack: Stack) -> AsyncIterator[Any]:
    """The two services on the way from a form to its mail."""
    applications, notifications = stack.build("applications"), stack.build("notifications")
    async with applications.running(), notifications.running():
        yield applications, notifications


async def an_application(bus: Bus) -> None:
    """A school applies to a round."""
    school, form = funding.a_school(), funding.a_developing_school()
    version = {"aggregateversion": "1", "correlationid": school["urn"]}
    await bus.publish(REGISTERED, school, subject=school["urn"], **version)
    await bus.publish(OPENED, funding.a_round(), subject="2026-AUT")
    await bus.publish(RECEIVED, form, subject=form["form_reference"])


async def bad_forms(bus: Bus) -> None:
    """Forms that lack everything but their reference."""
    references = [f"FORM-BAD-{number}" for number in range(BAD_FORMS)]
    sent = (bus.publish(RECEIVED, {"form_reference": each}, subject=each) for each in references)
    await asyncio.gather(*sent)


async def mailed_at(notifications: Service) -> list[datetime]:
    """When the mail about the cancelled round was accepted by the mail server; empty before."""
    accepted = (
        select(DeliveryRow.finished_at)
        .join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice))
        .where(NoticeRow.template == "application-cancelled", DeliveryRow.state == "delivered")
    )
    async with notifications.store.reading() as session:
        return [each for each in await session.exec(accepted) if each]


async def parked_before(applications: Service, moment: datetime) -> int:
    """How many events were parked by then."""
    parked = select(InboxRow.key).where(
        InboxRow.state == "parked", col(InboxRow.settled_at) < moment
    )
    async with applications.store.reading() as session:
        return len((await session.exec(parked)).all())


async def rejection_is_sent(applications: Service) -> bool:
    """Whether the relay has told of the first bad form."""
    sent = select(OutboxRow.seq).where(
        col(OutboxRow.event_type).endswith("event.rejected.v1"), col(OutboxRow.sent_at).is_not(None)
    )
    async with applications.store.reading() as session:
        return (await session.exec(sent)).first() is not None


@pytest.mark.timeout(900)
async def test_flood_of_bad_forms_does_not_delay_the_mail_about_an_event_of_casework(
    stack: Stack, bus: Bus, smtp: SmtpPeer, eventually: Any
) -> None:
    await stack("applications", "notifications", run=False)
    async with running(stack):
        await an_application(bus)
        await eventually(lambda: smtp.to(CONTACT))
    await bad_forms(bus)

    async with running(stack) as (applications, notifications):
        await eventually(lambda: rejection_is_sent(applications))
        await bus.publish(CLOSED, CANCELLED, subject="2026-AUT")
        published = applications.clock()
        [mailed] = await eventually(lambda: mailed_at(notifications))
        at_first = await parked_before(applications, published)
        by_then = await parked_before(applications, mailed)
    assert by_then - at_first < MAILED_BEFORE
    assert by_then < BAD_FORMS, "the flood was over before the mail"
    assert any("is cancelled" in str(mail["Subject"]) for mail in smtp.to(CONTACT))
