"""Adds up what the journal tells of each application's money, a page of applications at a time."""

from collections import defaultdict

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.entry import Entry
from reporting.domain.grant_money import GrantMoney
from reporting.store import JOURNAL, READ_MODELS, entries

OF_MONEY = ("offer.", "application.", "decision.", "award.", "payment.", "recovery.")


async def grant_money(session: AsyncSession, after: str, limit: int) -> list[GrantMoney]:
    """The next applications by reference, each with its money by the journal's entries."""
    application, award = READ_MODELS["application"].c, READ_MODELS["award"].c
    wanted = select(application.application).where(application.application > after)
    found = await session.execute(wanted.order_by(application.application).limit(limit))
    references = list(found.scalars())
    made = await session.execute(
        select(award.award, award.application).where(award.application.in_(references))
    )
    owner = dict(zip(references, references, strict=True)) | dict(made.tuples().all())
    told: dict[str, list[Entry]] = defaultdict(list)
    async for chunk in entries.entries(session, JOURNAL.c.subject.in_(list(owner))):
        for entry in chunk:
            if entry.type.removeprefix("council.applications.").startswith(OF_MONEY):
                told[owner[entry.subject]].append(entry)
    return [GrantMoney.told(reference, told[reference]) for reference in references]
