"""Keeps the waivers of a form, whether they come before it or after it."""

from collections.abc import Iterable

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from applications.domain.commands import WaiverGrant
from applications.domain.form.waivers import Waiver
from applications.store.conversions import value_of
from applications.store.record_facts import event_of
from applications.store.tables.applications import WaiverRow
from chassis import Work


async def waivers_of(session: AsyncSession, forms: Iterable[str]) -> dict[str, list[Waiver]]:
    """Every waiver of these forms, in the order in which they were granted."""
    named = {each: list[Waiver]() for each in forms}
    found = await session.exec(
        select(WaiverRow)
        .where(col(WaiverRow.form_reference).in_(sorted(named)))
        .order_by(col(WaiverRow.granted_at), col(WaiverRow.key))
    )
    for row in found:
        named[row.form_reference].append(value_of(Waiver, row.model_dump()))
    return named


async def keep_waiver(work: Work, grant: WaiverGrant) -> None:
    """Keep a waiver that was granted; the form's key is held."""
    work.session.add(WaiverRow(key=event_of(work).key, **vars(grant)))
    await work.session.flush()
