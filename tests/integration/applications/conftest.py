"""One applications service on an empty store, handed events without a broker between."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from integration.applications.desk import Desk
from support.stores import StoreUrl


@pytest.fixture
async def desk(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    """Hands events over and looks at what came of them, on either store."""
    opened = await Desk.on(store_url("applications"), tmp_path)
    yield opened
    await opened.close()
