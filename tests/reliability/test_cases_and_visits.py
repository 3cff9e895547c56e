"""Any order and any duplication of what is said about a case and a visit ends in the same state."""

import asyncio
import random
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chassis.testing import Desk
from integration.schools.registers import import_sample
from integration.schools.test_cases import (
    CASE,
    CLOSED,
    OPENED,
    PLANNED,
    REVIEWED,
    action,
    closed,
    opened,
    planned,
    reviewed,
)
from integration.schools.test_visits import ANSWERED, RECORDED, VISIT, answered, recorded
from schools.main import Settings, build
from schools.store.repositories import CASES, VISITS
from support.repetitions import repetitions

NOW = datetime(2026, 10, 16, 12, tzinfo=UTC)
LATER_NOTE = "2026-10-12T09:00:00+01:00"
TOLD: list[tuple[str, dict[str, Any]]] = [
    (OPENED, opened()),
    (OPENED, opened(aim="Leadership and maths", opened_at="2026-08-04T11:00:00+01:00")),
    (PLANNED, planned(action(), recorded_at="2026-08-05T09:00:00+01:00")),
    (PLANNED, planned(recorded_at="2026-09-05T09:00:00+01:00")),
    (PLANNED, planned(action(done_on="2026-10-01"), recorded_at="2026-10-02T09:00:00+01:00")),
    (REVIEWED, reviewed(held_on="2026-09-30", rag="red", next_review="2026-10-15")),
    (REVIEWED, reviewed()),
    (REVIEWED, reviewed(rag="green", recorded_at="2026-10-15T16:30:00+01:00")),
    (CLOSED, closed()),
    (RECORDED, recorded()),
    (RECORDED, recorded(note="Corrected.", recorded_at=LATER_NOTE)),
    (ANSWERED, answered()),
    (ANSWERED, answered(answered_at="2026-10-14T16:00:00+01:00", note_recorded_at=LATER_NOTE)),
]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample register, made once."""
    folder = tmp_path_factory.mktemp("register")
    asyncio.run(_with_the_sample(folder))
    return folder / "schools.db"


async def _with_the_sample(folder: Path) -> None:
    desk = await _open(folder)
    await import_sample(desk.service)
    await desk.close()


@pytest.fixture
async def desk(template: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    """A copy of it."""
    shutil.copy(template, tmp_path / "schools.db")
    opened_desk = await _open(tmp_path)
    yield opened_desk
    await opened_desk.close()


async def _open(folder: Path) -> Desk:
    url = f"sqlite+aiosqlite:///{folder / 'schools.db'}"
    return await Desk.open(build, Settings, url, folder, now=NOW)


async def state_after(desk: Desk, told: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    """The facts, the public state of both and the timers, without what was told on the way."""
    for event_type, data in told:
        await desk.send(event_type, data)
    assert {row.state for row in (await desk.inbox()).values()} == {"applied"}
    async with desk.service.store.reading() as session:
        case = await CASES.find(session, CASE)
        visit = await VISITS.find(session, VISIT)
    assert case
    assert visit
    facts = [case.openings, case.plans, case.reviews, case.closings, visit.notes, visit.answers]
    timers = [(row["name"], row["due"]) for row in await desk.rows("timer")]
    return [case.public(), visit.public(), facts, timers]


_expected: list[Any] = []


@pytest.mark.parametrize("seed", range(repetitions(6, 40)))
async def test_any_order_and_any_duplication_ends_the_same(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    told = [*TOLD, *chance.sample(TOLD, 5)] if seed else TOLD
    if seed:
        chance.shuffle(told)
    state = await state_after(desk, told)
    _expected[:] = _expected or state
    assert state == _expected
    assert (state[0]["state"], state[1]["published_because"]) == ("closed", "answered")
