"""Runs the README's example of a new event on a copy of the tree; its diff was applied there."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import orjson
from cryptography.fernet import Fernet
from sqlmodel import select

from chassis import Service
from chassis.contracts.event import Delivery
from chassis.contracts.package_files import folder
from chassis.storage import tables
from notifications.main import Settings, build
from notifications.store import DeliveryRow, NoticeRow
from notifications.texts.render import Reader, render

CONCERN = "council.schools.concern.recorded.v1"
OFFICER = {
    "person": "p-1",
    "name": "Aisha Khan",
    "email": "officer@example.org",
    "active": True,
    "roles": [{"role": "school-improvement-officer", "scope": "la:806"}],
}


def event(event_type: str, subject: str, data: dict[str, Any]) -> Delivery:
    """An event as the bus brings it."""
    headers = {
        "ce-id": f"readme-{subject}",
        "ce-source": f"urn:council:{event_type.split('.')[1]}",
        "ce-specversion": "1.0",
        "ce-type": event_type,
        "ce-subject": subject,
        "ce-time": "2026-02-27T11:59:00Z",
        "ce-aggregateversion": "1",
    }
    return Delivery(event_type, headers, "application/json", orjson.dumps(data))


async def heard(service: Service, event_type: str, subject: str, data: dict[str, Any]) -> str:
    """The fate of one event."""
    return str(await service.processor.process(event(event_type, subject, data)))


async def main(where: Path) -> None:
    """The concern waits for its school, and then the officer is told of it, once."""
    os.environ["NOTIFICATIONS_KEY"] = Fernet.generate_key().decode()
    url = f"sqlite+aiosqlite:///{where}/notifications.db"
    service = build(Settings(data_dir=where, database_url=url, amqp_url="amqp://nowhere"))
    async with service.store.engine.begin() as connection:
        for metadata in (tables.metadata, service.metadata):
            await connection.run_sync(metadata.create_all)
    examples = folder("schools", "contracts") / "events"
    concern = orjson.loads((examples / f"{CONCERN}.json").read_bytes())
    registered = "council.schools.school.registered.v1"
    school = orjson.loads((examples / f"{registered}.json").read_bytes()) | {
        "urn": concern["urn"],
        "la_code": "806",
    }
    await heard(service, "council.directory.person.updated.v1", "p-1", OFFICER)
    assert await heard(service, CONCERN, concern["urn"] + "/1", concern) == "waiting"
    assert await heard(service, registered, concern["urn"], school) == "applied"
    await service.sweep.once()
    async with service.store.reading() as session:
        [notice] = (await session.execute(select(NoticeRow))).scalars()
        [told] = (await session.execute(select(DeliveryRow))).scalars()
    assert (notice.template, told.person) == ("concern-recorded", "p-1")
    words = render(
        notice.template,
        notice.facts,
        Reader("Aisha Khan", "school-improvement-officer"),
        reference=notice.reference,
        schools={school["urn"]: school["name"]},
        sender_name="School improvement programme",
    )
    assert words.subject == f"A concern about {school['name']} ({concern['concern']})"
    await service.store.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(main(Path(temporary)))
    sys.exit(0)
