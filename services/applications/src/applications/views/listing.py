"""A page of applications: filters, and an order that stays, whatever comes in meanwhile."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, false, literal, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from applications.store import ApplicationRow
from chassis import public_before_release
from chassis.domain import day_begins

_submitted = col(ApplicationRow.submitted_at)
_reference = col(ApplicationRow.application)
_released = col(ApplicationRow.outcome).is_not(None)


@dataclass(frozen=True)
class Listing:
    """Which applications a page shows: all that have these values, after this reference.

    The days are London's. With one of them the page is in the order of submission, else of the
    references. What is not public before the release finds released applications alone.
    """

    equal: dict[str, str] = field(default_factory=dict)
    submitted_from: date | None = None
    submitted_until: date | None = None
    after: str = ""
    limit: int = 500

    @property
    def by_submission(self) -> bool:
        """Whether a day of submission is asked for."""
        return bool(self.submitted_from or self.submitted_until)


async def page(session: AsyncSession, listing: Listing) -> list[ApplicationRow]:
    """The rows of the page. Each filter has an index, so that a page costs the same at any size."""
    return list((await session.execute(await statement(session, listing))).scalars())


async def statement(session: AsyncSession, listing: Listing) -> Select[Any]:
    """The query of a page."""
    chosen = select(ApplicationRow).where(*_conditions(listing))
    if listing.by_submission:
        query = await _by_submission(session, chosen, listing.after)
    else:
        query = chosen.where(_reference > listing.after).order_by(_reference)
    return query.limit(listing.limit)


def _conditions(listing: Listing) -> list[ColumnElement[bool]]:
    found = [getattr(ApplicationRow, name) == value for name, value in listing.equal.items()]
    if listing.submitted_from:
        found.append(_submitted >= day_begins(listing.submitted_from))
    if listing.submitted_until:
        found.append(_submitted < day_begins(listing.submitted_until + timedelta(days=1)))
    confidential = listing.equal.keys() - set(public_before_release())
    return [*found, _released] if confidential or listing.by_submission else found


async def _by_submission(session: AsyncSession, chosen: Select[Any], after: str) -> Select[Any]:
    """Two that were submitted at one instant are in the order of their references."""
    ordered = chosen.order_by(_submitted, _reference)
    if not after:
        return ordered
    found = await session.execute(select(_submitted).where(_reference == after, _released))
    last = found.scalar_one_or_none()
    if last is None:  # of no page of ours
        return ordered.where(false())
    return ordered.where(tuple_(_submitted, _reference) > tuple_(literal(last), literal(after)))
