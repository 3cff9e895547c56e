"""Loads and saves an aggregate whole: JSON beside the columns that are asked for."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import Work, record_aggregate, wait_for
from chassis.domain import Aggregate
from schools.events import MODELS
from schools.store.tables import AggregateRow

Kind = TypeVar("Kind", bound=Aggregate)
_NOT_KEPT = {"events", "timers"}


class Repository(Generic[Kind]):
    """The aggregates of one kind; each column of the table is an attribute of the aggregate.

    `thing` is what events wait for, such as `case` in `case:C-2026-0007`.
    """

    def __init__(self, thing: str, table: type[AggregateRow], kind: type[Kind]) -> None:
        self._thing, self._table, self._adapter = thing, table, TypeAdapter(kind)
        self._key = next(iter(table.__table__.primary_key.columns))  # type: ignore[attr-defined]
        self._columns = [name for name in table.model_fields if name != "content"]

    async def find(self, session: AsyncSession, reference: str) -> Kind | None:
        """The aggregate as it is now, without its lock: to show it."""
        row = await session.get(self._table, reference)
        return self._adapter.validate_python(row.content) if row else None

    async def where(self, session: AsyncSession, *conditions: Any) -> list[Kind]:
        """Those whose columns are so, by reference."""
        rows = await session.exec(select(self._table).where(*conditions).order_by(self._key))
        return [self._adapter.validate_python(row.content) for row in rows]

    async def references(self, session: AsyncSession, *conditions: Any) -> list[str]:
        """Those whose columns are so; nothing of them is read, so they can be locked first."""
        found = await session.exec(select(self._key).where(*conditions).order_by(self._key))
        return list(found)

    async def held(self, work: Work, reference: str) -> Kind | None:
        """The aggregate under its lock, or None; what waits for it is tried again afterwards."""
        await work.changed(f"{self._thing}:{reference}")
        return await self.find(work.session, reference)

    async def open(self, work: Work, reference: str) -> Kind:
        """The aggregate under its lock; the event waits for one that is not known yet."""
        found = await self.held(work, reference)
        if found is None:
            raise wait_for(self._thing, reference)
        return found

    async def save(self, work: Work, aggregate: Kind) -> None:
        """Write it, and record the events and timers that it collected."""
        columns = {name: getattr(aggregate, name) for name in self._columns}
        content = self._adapter.dump_python(aggregate, mode="json", exclude=_NOT_KEPT)
        await work.session.merge(self._table(**columns, content=content))
        await record_aggregate(work, aggregate, MODELS)

    async def save_all(self, work: Work, aggregates: Iterable[Kind]) -> None:
        """Write each of them."""
        for each in aggregates:
            await self.save(work, each)
