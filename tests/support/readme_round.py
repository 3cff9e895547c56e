"""Runs the README's example of a new event on a copy of the tree; its diff was applied there."""

import asyncio
import sys
import tempfile
from pathlib import Path

import orjson
from sqlmodel import select

from chassis.contracts.package_files import package_folder
from chassis.testing import Desk, delivery_of
from notifications.mail.lookup import Mail
from notifications.mail.message import build as build_message
from notifications.main import Settings, build
from notifications.store import DeliveryRow, NoticeRow

OPENED = "council.applications.round.opened.v1"
OFFICER = {
    "person": "p-1",
    "name": "Aisha Khan",
    "email": "officer@example.org",
    "active": True,
    "roles": [{"role": "school-improvement-officer", "scope": "la:806"}],
}


async def main(where: Path) -> None:
    """The officer is told once, although the event is sent twice."""
    desk = await Desk.open(build, Settings, f"sqlite+aiosqlite:///{where}/notifications.db", where)
    examples = package_folder("applications", "contracts") / "events"
    opened = orjson.loads((examples / f"{OPENED}.json").read_bytes())
    await desk.send("council.directory.person.updated.v1", OFFICER, aggregateversion=1)
    event = delivery_of(OPENED, opened, time=desk.now, aggregateversion=1)
    assert [await desk.deliver(event) for _ in range(2)] == ["applied", "duplicate"]
    async with desk.service.store.reading() as session:
        [notice] = (await session.execute(select(NoticeRow))).scalars()
        [told] = (await session.execute(select(DeliveryRow))).scalars()
    assert (notice.template, told.person) == ("round-opened", "p-1")
    mail = Mail(told, notice, None, {})
    settings = desk.service.settings
    assert isinstance(settings, Settings)
    message = build_message(mail, OFFICER["email"], OFFICER["name"], settings)
    assert message["Subject"] == f"{opened['title']} is open ({opened['round']})"
    await desk.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(main(Path(temporary)))
    sys.exit(0)
