"""The schools report: schools by phase, type and authority, and changes over time."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row
from reporting.domain.register import KINDS, group, months
from reporting.domain.selection import Selection
from reporting.reports.report import Figures, rows_of
from reporting.store import READ_MODELS

GROUPED_BY = (
    "la_code",
    "la_name",
    "phase_code",
    "phase",
    "type_code",
    "type",
    "status_code",
    "status",
)


async def schools_figures(session: AsyncSession, _as_of: datetime, selection: Selection) -> Figures:
    """Schools by group, changes by month, and the register's updates for all authorities."""
    cube = await rows_of(session, _selected(_cube(), selection))
    groups = {
        "by_phase": group(cube, "phase_code", "phase"),
        "by_type": group(cube, "type_code", "type"),
        "by_authority": group(cube, "la_code", "la_name"),
    }
    over_time = months(await rows_of(session, _selected(_by_month(), selection)))
    imports = [_import(row) for row in await rows_of(session, "register_import")]
    imports.sort(key=lambda row: (row["extract_date"], row["taken_in"]), reverse=True)
    return Figures(
        {
            "total": sum(row["schools"] for row in cube),
            **{name: [one.as_json() for one in found] for name, found in groups.items()},
            "changes": [asdict(month) for month in over_time],
            "imports": imports,
        },
        cube,
        {**groups, "months": over_time, "kinds": KINDS, "imports": imports},
    )


def _cube() -> Select[Any]:
    """The number of schools for each combination of the codes that they are grouped by."""
    school = READ_MODELS["school"]
    columns = [school.c[name] for name in GROUPED_BY]
    return select(*columns, func.count().label("schools")).group_by(*columns).order_by(*columns)


def _by_month() -> Select[Any]:
    change, school = READ_MODELS["school_change"], READ_MODELS["school"]
    columns = (change.c.month, change.c.happened)
    changes = change.join(school, school.c.urn == change.c.urn)
    counted = select(*columns, func.count().label("changes")).select_from(changes)
    return counted.group_by(*columns)


def _selected(query: Select[Any], selection: Selection) -> Select[Any]:
    if selection.authority is None:
        return query
    return query.where(READ_MODELS["school"].c.la_code == selection.authority)


def _import(row: Row) -> Row:
    counts = ("rows", "added", "changed", "closed", "converted", "unchanged", "empty_rows")
    kept = ("file", "kind", *counts)
    when = {"extract_date": row["extract_date"].isoformat(), "taken_in": row["time"].isoformat()}
    return {**when, **{name: row[name] for name in kept}}
