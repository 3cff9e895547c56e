"""Results as they are kept: the version that holds for each school, year and stage."""

from dataclasses import asdict

from pydantic import TypeAdapter
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from schools.domain.results import Results
from schools.store.tables import ResultsRow

_RESULTS = TypeAdapter(Results)


async def kept_results(session: AsyncSession, reference: str) -> Results | None:
    """The version that holds."""
    row = await session.get(ResultsRow, reference)
    return _RESULTS.validate_python(row.model_dump()) if row else None


async def results_of(session: AsyncSession, urn: str) -> tuple[Results, ...]:
    """Every year and stage of a school, in the version that holds."""
    rows = await session.exec(select(ResultsRow).where(ResultsRow.urn == urn))
    return tuple(_RESULTS.validate_python(row.model_dump()) for row in rows)


async def keep_results(session: AsyncSession, results: Results) -> None:
    """Replaces the version that held."""
    await session.merge(ResultsRow(**asdict(results), reference=results.reference))
