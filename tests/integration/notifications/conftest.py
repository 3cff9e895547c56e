"""The council around the service, and a look into what it keeps."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from integration.notifications.builders import Council
from notifications.store import DeliveryRow, NoticeRow
from support.bus import Bus


@pytest.fixture
def council(bus: Bus) -> Council:
    """Everybody who publishes what notifications hears."""
    return Council(bus)


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
