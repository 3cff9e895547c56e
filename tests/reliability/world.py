"""The four services without a broker, told a tale in any order, and what they know in the end."""

import atexit
import random
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from chassis import Service
from chassis.contracts.event import Delivery
from chassis.messaging.topology import SERVICES, matches
from chassis.storage.tables import InboxRow, TimerRow
from chassis.testing import Desk
from notifications.store import DeliveryRow, NoticeRow
from notifications.use_cases.outcomes import record_not_sent
from notifications.use_cases.recipients import recipient_of

from .tales import NOW

ORDER_TELLS = {"seq", "position", "event_id", "version", "journalled_at", "message_id", "body"}
AN_APPLICATION = re.compile(r"A-\d{4}-\d{4,}")
A_NEW_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # or one made of such


class World:
    """The four services without a broker: what one records, the others are handed."""

    def __init__(self, desks: dict[str, Desk]) -> None:
        self.desks = desks
        self.services = {name: desk.service for name, desk in desks.items()}
        self.known = dict.fromkeys(desks, 0)

    async def play(self, told: list[Delivery], chance: random.Random) -> None:
        """Hands over whatever is under way in any order, some of it more than once."""
        under_way = self._addressed(told)
        while under_way:
            name, delivery = under_way.pop(chance.randrange(len(under_way)))
            await self.services[name].processor.process(delivery)
            if chance.random() < 0.2:
                under_way.append((name, delivery))
            if not under_way or chance.random() < 0.3:
                await self._resume()
            under_way += self._addressed(await self._recorded())
        await self._look_up_recipients()

    def _addressed(self, deliveries: list[Delivery]) -> list[tuple[str, Delivery]]:
        return [
            (name, each)
            for each in deliveries
            for name, service in self.services.items()
            if matches(each.routing_key, service.inbox.types)
        ]

    async def _resume(self) -> None:
        for service in self.services.values():
            while await service.sweep.resume_ready() or await _any_ready(service):
                pass

    async def _recorded(self) -> list[Delivery]:
        found = []
        for name, desk in self.desks.items():
            for each in await desk.recorded(after=self.known[name]):
                self.known[name] = each.number
                found.append(each.delivery)
        return found

    async def _look_up_recipients(self) -> None:
        """The moment of sending, but for the mail server: who has left meanwhile gets nothing."""
        service: Any = self.services["notifications"]
        queued = (
            select(DeliveryRow, NoticeRow)
            .join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice))
            .where(DeliveryRow.state == "queued")
        )
        mailboxes = service.settings.mailboxes
        async with service.store.reading() as session:
            gone = [
                (row, notice)
                for row, notice in (await session.exec(queued)).all()
                if await recipient_of(session, row, notice, mailboxes) is None
            ]
        for row, notice in gone:
            async with service.work() as work:
                await record_not_sent(row, notice, work)

    async def state(self) -> dict[str, list[str]]:
        """Every row of every table, but for what tells the order in which it came."""
        found: dict[str, list[str]] = {}
        names = await self._references()
        for name, service in self.services.items():
            tables = {table.name: table for table in service.metadata.sorted_tables}
            tables.pop("journal", None)  # it is the order
            async with service.store.reading() as session:
                for table in tables.values():
                    rows = [dict(row) for row in (await session.execute(table.select())).mappings()]
                    found[f"{name}.{table.name}"] = sorted(_settled(row, names) for row in rows)
                timers = (await session.exec(select(TimerRow))).all()
                due = [{"name": each.name, "of": each.subject, "due": each.due} for each in timers]
                found[f"{name}.timer"] = sorted(_settled(row, names) for row in due)
            found[f"{name}.unsettled"] = sorted(await _unsettled(service))
        return found

    async def _references(self) -> dict[str, str]:
        """Our application numbers, each with the form that it was given to."""
        async with self.services["applications"].store.reading() as session:
            known = text("SELECT application, form_reference FROM application")
            return dict((await session.execute(known)).tuples().all())


def _settled(row: dict[str, Any], names: dict[str, str]) -> str:
    kept = {name: value for name, value in sorted(row.items()) if name not in ORDER_TELLS}
    named = AN_APPLICATION.sub(lambda found: names.get(found[0], found[0]), str(kept))
    return A_NEW_ID.sub("…", named)


async def _unsettled(service: Service) -> list[str]:
    """What waits or is parked, and why."""
    async with service.store.reading() as session:
        rows = (await session.exec(select(InboxRow).where(InboxRow.state != "applied"))).all()
    codes = [sorted({reason["code"] for reason in row.reasons}) for row in rows]
    both = zip(rows, codes, strict=True)
    return [f"{row.event_id} {row.event_type} {row.state} {why}" for row, why in both]


async def _any_ready(service: Service) -> bool:
    return any(" ready " in each for each in await _unsettled(service))


async def final_state(told: list[Delivery], seed: int | None = None) -> dict[str, list[str]]:
    """What every store holds in the end; without a seed as it happened, nothing twice."""
    async with _fresh_world(await _empty_stores()) as world:
        chance = random.Random(seed)
        if seed is None:
            chance.randrange = lambda _: 0  # type: ignore[method-assign]
            chance.random = lambda: 0.25  # type: ignore[method-assign]
        await world.play(told, chance)
        return await world.state()


@asynccontextmanager
async def _fresh_world(template: Path) -> AsyncIterator[World]:
    """Four empty stores, copied from ones that were made once."""
    with tempfile.TemporaryDirectory() as place:
        async with AsyncExitStack() as exits:
            desks = {}
            for name in SERVICES:
                shutil.copy(template / name, Path(place) / name)
                desks[name] = await _open(name, Path(place))
                exits.push_async_callback(desks[name].close)
            yield World(desks)


async def _open(name: str, place: Path) -> Desk:
    main = import_module(f"{name}.main")
    url = f"sqlite+aiosqlite:///{place / name}"
    return await Desk.open(main.build, main.Settings, url, place, now=NOW)


_made: list[Path] = []


async def _empty_stores() -> Path:
    """Made once; each run of a tale begins with a copy."""
    if not _made:
        place = Path(tempfile.mkdtemp(prefix="attain-convergence-"))
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        for name in SERVICES:
            await (await _open(name, place)).close()
        _made.append(place)
    return _made[0]
