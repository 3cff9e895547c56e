"""A desk over one applications service: events in, events out, state, without a broker."""

import itertools
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from cryptography.fernet import Fernet
from sqlalchemy import text

from applications import main
from chassis import Service
from chassis.contracts.event import Delivery
from chassis.storage.migrations import metadata_of
from support import funding

START = datetime(2026, 11, 1, tzinfo=UTC)
SCHOOLS = ("151369", "111632", "134076", "111626", "111577")
TYPES = {
    "round": "council.casework.round.opened.v1",
    "closing": "council.casework.round.closed.v1",
    "panel": "council.casework.panel.appointed.v1",
    "form": "council.forms.application.received.v1",
    "withdrawal": "council.forms.application.withdrawn.v1",
    "interest": "council.casework.interest.declared.v1",
    "review": "council.casework.review.recorded.v1",
    "decision": "council.casework.decision.recorded.v1",
    "release": "council.casework.decision.released.v1",
    "answer": "council.forms.offer.answered.v1",
    "condition": "council.casework.condition.met.v1",
    "evidence": "council.forms.milestone.evidenced.v1",
    "assessment": "council.casework.milestone.assessed.v1",
    "payment": "council.finance.payment.made.v1",
    "failure": "council.finance.payment.failed.v1",
    "school": "council.schools.school.registered.v1",
}


class Desk:
    """What other systems tell the service, and what it says and knows afterwards."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.now = datetime(2026, 11, 21, 12, tzinfo=UTC)
        service.clock = lambda: self.now
        self._tick = itertools.count()

    @classmethod
    async def open(cls, url: str, folder: Path) -> "Desk":
        """A service with empty tables; nothing of it runs but what a test calls."""
        settings = main.Settings(
            data_dir=folder,
            database_url=url,
            amqp_url="amqp://nobody@localhost/none",
            key=Fernet.generate_key().decode(),
        )
        service = main.build(settings)
        async with service.store.engine.begin() as connection:
            for metadata in metadata_of("applications"):
                await connection.run_sync(metadata.create_all)
        return cls(service)

    @asynccontextmanager
    async def replicas(self, count: int = 3) -> AsyncIterator[list[Service]]:
        """Further processes of the same service: connections of their own to the same store."""
        built = [main.build(self.service.settings) for _ in range(count)]
        for replica in built:
            replica.clock = self.service.clock
        yield built
        for replica in built:
            await replica.store.close()

    def delivery(self, kind: str, data: dict[str, Any], **attributes: Any) -> Delivery:
        """An event as it comes off the broker; each is dated a second after the one before."""
        type_ = TYPES[kind]
        time = START + timedelta(seconds=next(self._tick))
        headers = {
            "specversion": "1.0",
            "id": str(uuid.uuid4()),
            "type": type_,
            "source": f"urn:council:{type_.split('.')[1]}",
            "subject": next(iter(str(value) for value in data.values())),
            "time": time.isoformat(),
            **attributes,
        }
        named = {f"ce-{name}": str(value) for name, value in headers.items()}
        return Delivery(type_, named, "application/json", orjson.dumps(data))

    async def tell(self, kind: str, data: dict[str, Any], **attributes: Any) -> str:
        """Hand one event over, and let whatever waited for it take its turn."""
        return await self.deliver(self.delivery(kind, data, **attributes))

    async def deliver(self, delivery: Delivery) -> str:
        """Hand a delivery over; returns applied, waiting, parked or duplicate."""
        outcome = await self.service.processor.process(delivery)
        await self.settle()
        return outcome

    async def settle(self) -> None:
        """Whatever is due or ready takes its turn, until nothing is."""
        await self.service.sweep.once()
        while await self.rows("inbox", state="ready"):
            await self.service.sweep.once()

    async def schools(self, *urns: str) -> None:
        """These schools are on the register."""
        for urn in urns or SCHOOLS:
            await self.tell("school", funding.a_school(urn), aggregateversion=1)

    async def open_round(self, **changes: Any) -> None:
        """Schools, a panel and a round."""
        await self.schools()
        await self.tell("panel", funding.a_panel())
        await self.tell("round", funding.a_round(**changes))

    async def apply(self, form: dict[str, Any] | None = None) -> str:
        """An application comes in; returns its reference."""
        form = form or funding.a_hub()
        await self.tell("form", form)
        rows = await self.rows("application", form_reference=form["form_reference"])
        return str(rows[0]["application"])

    async def ready(self, form: dict[str, Any] | None = None) -> str:
        """An application with both reviews in."""
        reference = await self.apply(form)
        for reviewer in ("p-2001", "p-2002"):
            await self.tell("review", funding.a_review(reviewer, reference))
        return reference

    async def offered(self, form: dict[str, Any] | None = None, **decision: Any) -> str:
        """An application that was approved and released."""
        reference = await self.ready(form)
        await self.tell("decision", funding.a_decision(reference, **decision))
        await self.tell("release", funding.a_release(reference))
        return reference

    async def awarded(self, form: dict[str, Any] | None = None, **decision: Any) -> str:
        """An accepted offer; returns the award's reference."""
        reference = await self.offered(form, **decision)
        await self.tell("answer", funding.an_answer(reference))
        return str((await self.rows("award", application=reference))[0]["award"])

    async def accepted_milestone(self, award: str, number: int = 1) -> None:
        """Evidence sent and accepted."""
        await self.tell("evidence", funding.some_evidence(award, milestone=number))
        await self.tell("assessment", funding.an_assessment(award, milestone=number))

    async def rows(self, table: str, **equal: Any) -> list[dict[str, Any]]:
        """Rows of a table, as they are stored."""
        where = " AND ".join(f"{name} = :{name}" for name in equal) or "1 = 1"
        async with self.service.store.reading() as session:
            found = await session.execute(text(f"SELECT * FROM {table} WHERE {where}"), equal)
            return [dict(row) for row in found.mappings()]

    async def state(self, reference: str = "A-2026-0001") -> str:
        """Where an application stands."""
        return str((await self.rows("application", application=reference))[0]["state"])

    async def said(self, kind: str | None = None) -> list[Any]:
        """What the service published: the types, or the data of one type."""
        rows = sorted(await self.rows("outbox"), key=lambda row: row["seq"])
        events = [row for row in rows if row["exchange"] == "council.events"]
        if kind is None:
            return [row["event_type"].removeprefix("council.applications.")[:-3] for row in events]
        type_ = f"council.applications.{kind}.v1"
        return [orjson.loads(row["body"]) for row in events if row["event_type"] == type_]

    async def reasons(self) -> list[str]:
        """The codes of the last rejection."""
        return [reason["code"] for reason in (await self.said("event.rejected"))[-1]["reasons"]]

    async def held(self) -> int:
        """What all applications hold of the round's money."""
        return sum(row["held_pence"] for row in await self.rows("application"))

    async def close(self) -> None:
        """Let go of the database."""
        await self.service.store.close()
