"""The council around the service, and a look into what it keeps."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from chassis.storage.tables import InboxRow
from chassis.testing import Desk
from integration.notifications.builders import Council
from notifications.mail.lookup import Mail
from notifications.mail.message import build as message_to
from notifications.mail.message import to_bytes
from notifications.main import Settings, build
from notifications.store import DeliveryRow, NoticeRow
from support.bus import Bus
from support.running import Stack
from support.stores import StoreUrl

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


class Clock:
    """Stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """So much later: `forward(hours=48)`."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """For `service.clock`, so that a slow machine uses up no patience of the service's."""
    return Clock()


@pytest.fixture
def council(bus: Bus, stack: Stack, eventually: Any) -> Council:
    """Everybody who publishes what notifications hears."""

    async def taken_in(event_id: str) -> bool:
        async with stack["notifications"].store.reading() as session:
            found = await session.exec(select(InboxRow.key).where(InboxRow.event_id == event_id))
            return found.first() is not None

    return Council(bus, lambda event_id: eventually(lambda: taken_in(event_id)))


@pytest.fixture
async def desk(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    """The service without a broker and a mail server, at a time that the test sets."""
    opened = await Desk.open(build, Settings, store_url("notifications"), tmp_path, now=NOW)
    yield opened
    await opened.close()


@pytest.fixture
def deliveries() -> Callable[[Any], Any]:
    """`await deliveries(service)`: {(template, person): row}."""

    async def look(service: Any) -> dict[tuple[str, str], DeliveryRow]:
        async with service.store.reading() as session:
            found = await session.execute(
                select(NoticeRow.template, DeliveryRow).join(
                    NoticeRow, NoticeRow.id == DeliveryRow.notice
                )
            )
            return {(template, row.person): row for template, row in found.tuples()}

    return look


@pytest.fixture
def mails() -> Callable[[Desk], Awaitable[list[EmailMessage]]]:
    """`await mails(desk)`: the mails that wait for the mail server, the oldest first."""

    async def look(desk: Desk) -> list[EmailMessage]:
        settings = desk.service.settings
        assert isinstance(settings, Settings)
        waiting = (
            select(DeliveryRow, NoticeRow)
            .join(NoticeRow, NoticeRow.id == DeliveryRow.notice)
            .where(DeliveryRow.state == "queued")
            .order_by(DeliveryRow.created_at)
        )
        async with desk.service.store.reading() as session:
            found = (await session.execute(waiting)).tuples().all()
        mails = [Mail(row, notice, None, {}) for row, notice in found]
        built = [to_bytes(message_to(mail, "jo@example.org", None, settings)) for mail in mails]
        return [message_from_bytes(each, policy=policy.default) for each in built]

    return look
