"""The council around the service, and a look into what it keeps."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from chassis.storage.tables import InboxRow
from integration.notifications.builders import Council
from notifications.store import DeliveryRow, NoticeRow
from support.bus import Bus
from support.running import Stack


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
