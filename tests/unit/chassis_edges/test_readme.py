"""The chassis' README shows a service that works as it says."""

import re
import sys
from types import ModuleType

import orjson
import pytest

from chassis.contracts.event import Delivery
from chassis.operations.inbox import Choice, unsettled
from chassis.storage import tables
from support.keys import KEY


@pytest.fixture
async def example(root, tmp_path, monkeypatch):
    """The README's service, on a store of its own."""
    text = (root / "services" / "chassis" / "README.md").read_text()
    [code] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    module = ModuleType("chassis_readme")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(code, "README.md", "exec"), module.__dict__)
    url = f"sqlite+aiosqlite:///{tmp_path}/example.db"
    settings = module.Settings(
        data_dir=tmp_path, database_url=url, amqp_url="amqp://nowhere", key=KEY
    )
    service = module.build(settings)
    async with service.store.engine.begin() as connection:
        for metadata in (tables.metadata, service.metadata):
            await connection.run_sync(metadata.create_all)
    yield service
    await service.store.close()


async def test_an_event_waits_until_what_it_needs_has_come(example):
    assert await example.processor.process(sent("place.asked", "1")) == "waiting"
    assert await example.processor.process(sent("pupil.enrolled", "2")) == "applied"
    await example.sweep.once()

    assert await unsettled(example.store, Choice()) == []
    async with example.store.reading() as session:
        [row] = (await session.execute(tables.OutboxRow.__table__.select())).all()
    assert row.event_type == "council.schools.place.given.v1"


async def test_an_event_that_can_never_be_applied_is_parked_with_its_reason(example):
    assert await example.processor.process(sent("place.asked", "3", year=14)) == "parked"

    [parked] = await unsettled(example.store, Choice(state="parked"))
    assert parked.reasons == [{"code": "no-such-year", "message": "Years go from 1 to 13."}]


async def test_the_same_event_again_changes_nothing(example):
    await example.processor.process(sent("pupil.enrolled", "2"))

    assert await example.processor.process(sent("pupil.enrolled", "2")) == "duplicate"


def sent(what: str, event_id: str, year: int = 7) -> Delivery:
    event_type = f"council.forms.{what}.v1"
    headers = {
        "ce-id": event_id,
        "ce-source": "urn:council:forms",
        "ce-specversion": "1.0",
        "ce-type": event_type,
        "ce-subject": "pupil-1",
        "ce-time": "2026-02-27T11:59:00Z",
    }
    body = orjson.dumps({"pupil": "pupil-1", "year": year})
    return Delivery(event_type, headers, "application/json", body)
