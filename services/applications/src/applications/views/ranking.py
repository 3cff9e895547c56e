"""The ranking of a round or of one category: for the panel and its officers."""

from typing import Any

from sqlalchemy import ColumnElement, literal, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from applications.domain.panel.ranking import in_words
from applications.store import ApplicationRow
from chassis.storage import UtcDateTime

PAGE = 100


async def page(
    session: AsyncSession,
    round_: str,
    category: str | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> list[dict[str, Any]]:
    """The highest first, ties by submission; only those whose reviews are all in.

    `after` is the last application of the page before.
    """
    wanted = in_order(round_, category)
    if after and (last := await session.get(ApplicationRow, after)):
        wanted = wanted.where(_behind(last))
    return [_shown(each) for each in await session.exec(wanted.limit(limit))]


def in_order(round_: str, category: str | None = None) -> SelectOfScalar[ApplicationRow]:
    """The statement, in the order of an index."""
    row = ApplicationRow
    wanted = select(row).where(row.round == round_, col(row.behind).is_not(None))
    if category:
        wanted = wanted.where(row.category == category)
    return wanted.order_by(col(row.behind), col(row.submitted_at), col(row.application))


def _behind(last: ApplicationRow) -> ColumnElement[bool]:
    """One comparison of rows, which both stores read from the index."""
    row = ApplicationRow
    place = tuple_(col(row.behind), col(row.submitted_at), col(row.application))
    submitted_at = literal(last.submitted_at, UtcDateTime())
    return place > tuple_(literal(last.behind), submitted_at, literal(last.application))


def _shown(row: ApplicationRow) -> dict[str, Any]:
    return {
        "application": row.application,
        "category": row.category,
        "lead_school": row.lead_school,
        "title": row.form["title"],
        "requested_pence": row.form["requested_pence"],
        "submitted_at": row.submitted_at,
        "state": row.state,
        "reviews": row.reviews,
        "moderation_needed": row.moderation_needed,
        "ranking": in_words(row.ranking),
    }
