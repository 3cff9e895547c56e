"""Runs the README's example of a new event on a copy of the tree; its diff was applied there."""

import asyncio
import sys
import tempfile
from pathlib import Path

import orjson
from sqlmodel import select

from chassis.contracts.package_files import package_folder
from chassis.testing import Desk
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


async def main(where: Path) -> None:
    """The concern waits for its school, and then the officer is told of it, once."""
    url = f"sqlite+aiosqlite:///{where}/notifications.db"
    desk = await Desk.open(build, Settings, url, where)
    examples = package_folder("schools", "contracts") / "events"
    concern = orjson.loads((examples / f"{CONCERN}.json").read_bytes())
    registered = "council.schools.school.registered.v1"
    school = orjson.loads((examples / f"{registered}.json").read_bytes()) | {
        "urn": concern["urn"],
        "la_code": "806",
    }
    await desk.send("council.directory.person.updated.v1", OFFICER, aggregateversion=1)
    assert await desk.send(CONCERN, concern, aggregateversion=1) == "waiting"
    assert await desk.send(registered, school, aggregateversion=1) == "applied"
    async with desk.service.store.reading() as session:
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
    await desk.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(main(Path(temporary)))
    sys.exit(0)
