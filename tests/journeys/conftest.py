"""What the journeys need: the contracts' own examples, and a council that speaks."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from journeys.council import Council
from support.bus import Bus


class Contracts:
    """The examples in ../shared/contracts/intake, as the other systems will send them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, event_type: str, number: int = 0, **changes: Any) -> dict[str, Any]:
        schema = json.loads((self._folder / f"{event_type}.schema.json").read_text("utf-8"))
        return {**copy.deepcopy(schema["examples"][number]), **changes}


@pytest.fixture
def contracts(shared: Path) -> Contracts:
    return Contracts(shared / "contracts" / "intake")


@pytest.fixture
async def council(bus: Bus) -> Council:
    return await Council.joined(bus)
