"""Reads a figure from a query of one row: the value, and what stands beside it."""

from typing import Any

from sqlalchemy import Select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.objectives import Figure


async def figure(session: AsyncSession, query: Select[Any]) -> Figure:
    """Nothing added up is 0."""
    value, beside = (await session.execute(query)).one()
    return Figure(value or 0, beside or 0)
