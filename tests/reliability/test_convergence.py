"""Any order and any duplication of a journey's events leaves every store in the same state."""

import atexit
import random
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import select

from attain.topology import SERVICES
from chassis import Service
from chassis.envelope import Delivery
from chassis.migrating import metadata_of
from chassis.resources import folder
from chassis.tables import InboxRow, OutboxRow
from chassis.topology import EVENTS
from support import funding
from support.bus import event_headers

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
VOTES = [{"person": f"p-100{number}", "vote": "for"} for number in range(1, 5)]
FORM = "FORM-2026-000125"
ORDER_TELLS = {"seq", "position", "event_id", "version", "journalled_at", "message_id", "body"}
AN_APPLICATION = re.compile(r"A-\d{4}-\d{4,}")
A_NEW_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # or one made of such


def journey() -> list[Delivery]:
    """One application from its form to its first payment, as other systems tell it."""
    said = [
        ("council.casework.panel.appointed.v1", "LDT", funding.a_panel()),
        ("council.casework.round.opened.v1", "2026-AUT", funding.a_round()),
        ("council.forms.application.received.v1", FORM, funding.a_developing_school()),
        ("council.casework.review.recorded.v1", "A-2026-0001", funding.a_review("p-1010")),
        ("council.casework.review.recorded.v1", "A-2026-0001", funding.a_review("p-1011")),
        ("council.casework.decision.recorded.v1", "A-2026-0001",
         funding.a_decision(awarded_pence=2_000_000, votes=VOTES)),
        ("council.casework.decision.released.v1", "A-2026-0001", funding.a_release()),
        ("council.forms.offer.answered.v1", "A-2026-0001", funding.an_answer()),
        ("council.forms.milestone.evidenced.v1", "G-2026-0001", funding.some_evidence()),
        ("council.casework.milestone.assessed.v1", "G-2026-0001", funding.an_assessment()),
        ("council.finance.payment.made.v1", "BACS-884213",
         funding.a_payment(amount_pence=1_200_000)),
        ("council.directory.person.updated.v1", "p-1", _example("notifications",
         "intake/council.directory.person.updated.v1.schema")["examples"][0]),
    ]  # fmt: skip
    return _told([*_schools("151369"), *said])


def competition() -> list[Delivery]:
    """Several forms of one round: one superseded by a later one, one late, one withdrawn."""

    def a_form(number: int, urn: str, submitted_at: str) -> tuple[str, str, dict[str, Any]]:
        form = f"FORM-{number}"
        data = funding.a_developing_school(
            form_reference=form, lead_school=urn, submitted_at=submitted_at
        )
        return "council.forms.application.received.v1", form, data

    withdrawal = funding.a_withdrawal("FORM-4", withdrawn_at="2026-10-15T09:00:00+01:00")
    return _told(
        [
            *_schools("151369", "111632", "138711"),
            ("council.casework.panel.appointed.v1", "LDT", funding.a_panel()),
            ("council.casework.round.opened.v1", "2026-AUT", funding.a_round()),
            a_form(1, "151369", "2026-10-01T09:00:00+01:00"),
            a_form(2, "151369", "2026-10-02T09:00:00+01:00"),
            a_form(3, "111632", "2026-10-16T12:00:00+01:00"),
            a_form(4, "138711", "2026-10-14T09:00:00+01:00"),
            ("council.forms.application.withdrawn.v1", "FORM-4", withdrawal),
        ]
    )


def _schools(*urns: str) -> list[tuple[str, str, dict[str, Any]]]:
    state = _example("schools", "events/council.schools.school.registered.v1")
    return [
        (
            "council.schools.school.registered.v1",
            urn,
            state | {"urn": urn, "la_code": "806", "status_code": "1", "close_date": None},
        )
        for urn in urns
    ]


def _told(said: list[tuple[str, str, dict[str, Any]]]) -> list[Delivery]:
    return [_delivery(number, *each) for number, each in enumerate(said)]


def _example(service: str, name: str) -> dict[str, Any]:
    return orjson.loads((folder(service, "contracts") / f"{name}.json").read_bytes())


def _delivery(number: int, event_type: str, subject: str, data: dict[str, Any]) -> Delivery:
    time = NOW.replace(month=1, minute=number).isoformat()
    headers = event_headers(event_type, id=f"e-{number}", subject=subject, time=time)
    if event_type.startswith("council.schools"):
        headers["ce-aggregateversion"] = "1"
    return Delivery(event_type, headers, "application/json", orjson.dumps(data))


class World:
    """The four services without a broker: what one records, the others are handed."""

    def __init__(self, services: dict[str, Service]) -> None:
        self.services = services
        self.known = dict.fromkeys(services, 0)

    def receivers(self, routing_key: str) -> list[str]:
        return [
            name
            for name, service in self.services.items()
            if any(_matches(pattern, routing_key) for pattern in service.inbox.types)
        ]

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

    def _addressed(self, deliveries: list[Delivery]) -> list[tuple[str, Delivery]]:
        return [(name, each) for each in deliveries for name in self.receivers(each.routing_key)]

    async def _resume(self) -> None:
        for service in self.services.values():
            while await service.sweep._resume_ready() or await _ready(service):
                pass

    async def _recorded(self) -> list[Delivery]:
        found = []
        for name, service in self.services.items():
            async with service.store.reading() as session:
                new = select(OutboxRow).where(OutboxRow.seq > self.known[name])
                for row in (await session.exec(new.order_by(OutboxRow.seq))).all():
                    self.known[name] = row.seq
                    if row.exchange == EVENTS:
                        headers = orjson.loads(row.headers)
                        found.append(
                            Delivery(row.routing_key, headers, "application/json", row.body)
                        )
        return found

    async def references(self) -> dict[str, str]:
        """Our application numbers, each with the form that it was given to."""
        async with self.services["applications"].store.reading() as session:
            found = await session.execute(
                text("SELECT application, form_reference FROM application")
            )
            return dict(found.tuples().all())

    async def state(self) -> dict[str, Any]:
        """Every row of every table, but for what tells the order in which it came."""
        found: dict[str, Any] = {}
        names = await self.references()
        for name, service in self.services.items():
            async with service.store.reading() as session:
                for table in service.metadata.sorted_tables:
                    if table.name == "journal":
                        continue  # it is the order
                    rows = [dict(row) for row in (await session.execute(table.select())).mappings()]
                    found[f"{name}.{table.name}"] = sorted(_settled(row, names) for row in rows)
        return found

    async def lying(self) -> list[tuple[str, ...]]:
        return [
            (name, row.event_type, row.state, str(row.reasons))
            for name, service in self.services.items()
            for row in await _unsettled(service)
        ]


def _settled(row: dict[str, Any], names: dict[str, str]) -> str:
    kept = {name: value for name, value in sorted(row.items()) if name not in ORDER_TELLS}
    named = AN_APPLICATION.sub(lambda found: names.get(found[0], found[0]), str(kept))
    return A_NEW_ID.sub("…", named)


def _matches(pattern: str, routing_key: str) -> bool:
    return routing_key == pattern or (
        pattern.endswith("#") and routing_key.startswith(pattern[:-1])
    )


async def _unsettled(service: Service) -> list[InboxRow]:
    async with service.store.reading() as session:
        return list((await session.exec(select(InboxRow).where(InboxRow.state != "applied"))).all())


async def _ready(service: Service) -> bool:
    return any(row.state == "ready" for row in await _unsettled(service))


@asynccontextmanager
async def fresh_world(template: Path) -> AsyncIterator[World]:
    """Four empty stores, copied from ones that were made once."""
    with tempfile.TemporaryDirectory() as place:
        async with AsyncExitStack() as exits:
            services = {}
            for name in SERVICES:
                shutil.copy(template / name, Path(place) / name)
                services[name] = _build(name, Path(place))
                exits.push_async_callback(services[name].store.close)
            yield World(services)


def _build(name: str, place: Path) -> Service:
    main = import_module(f"{name}.main")
    service = main.build(
        main.Settings(
            data_dir=place,
            amqp_url="amqp://nobody@nowhere/",
            database_url=f"sqlite+aiosqlite:///{place / name}",
            key=Fernet.generate_key().decode(),
        )
    )
    service.clock = lambda: NOW
    return service


async def final_state(
    template: Path, told: list[Delivery], seed: int | None = None
) -> dict[str, Any]:
    async with fresh_world(template) as world:
        chance = random.Random(seed)
        if seed is None:  # as it happened, nothing twice
            chance.randrange = lambda _: 0  # type: ignore[method-assign]
            chance.random = lambda: 0.25  # type: ignore[method-assign]
        await world.play(told, chance)
        assert await world.lying() == []
        return await world.state()


_made: dict[str, Any] = {}


async def empty_stores() -> Path:
    """Made once; each run of a journey begins with a copy."""
    if "stores" not in _made:
        place = Path(tempfile.mkdtemp(prefix="attain-convergence-"))
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        for name in SERVICES:
            service = _build(name, place)
            async with service.store.engine.begin() as connection:
                for metadata in metadata_of(name):
                    await connection.run_sync(metadata.create_all)
            await service.store.close()
        _made["stores"] = place
    return _made["stores"]


async def as_it_happened(told: Callable[[], list[Delivery]]) -> dict[str, Any]:
    """The final state of a journey in its own order."""
    if told not in _made:
        _made[told] = await final_state(await empty_stores(), told())
    return _made[told]


async def test_the_journey_reaches_the_payment():
    state = await as_it_happened(journey)
    assert len(state["applications.payment"]) == 1
    assert any("accepted" in row for row in state["applications.application"])
    assert len(state["reporting.payment"]) == 1


async def test_the_competition_has_one_of_each():
    rows = (await as_it_happened(competition))["applications.application"]
    states = {word for row in rows for word in re.findall(r"'state': '([a-z-]+)'", row)}
    assert {"superseded", "ineligible", "withdrawn"} <= states


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([journey, competition]), st.integers(0, 2**32))
@example(journey, 2379794)  # the officer is known only after the application
async def test_any_order_and_any_duplication_ends_the_same(told, seed):
    expected = await as_it_happened(told)
    assert await final_state(await empty_stores(), told(), seed) == expected
