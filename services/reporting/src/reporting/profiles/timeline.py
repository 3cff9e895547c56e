"""What happened at a school, in order of its days, from what the page shows already."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.domain import london_date
from reporting.domain.changes import Row
from reporting.reports.report import rows_of
from reporting.store import READ_MODELS

SHOWN = 60


class Moment(NamedTuple):
    """One thing that happened, by its London day."""

    on: date
    says: str


async def timeline(session: AsyncSession, urn: str, parts: dict[str, Any]) -> list[Moment]:
    """The newest first, at most SHOWN of them."""
    found = [*await _register(session, urn), *_open(parts)]
    if parts["cases_shown"]:
        found += _cases(parts)
    return sorted(found, key=lambda each: each.on, reverse=True)[:SHOWN]


async def _register(session: AsyncSession, urn: str) -> list[Moment]:
    change = READ_MODELS["school_change"]
    wanted = select(change).where(change.c.urn == urn, change.c.happened != "registered")
    return [
        Moment(london_date(row["time"]), f"Register: school {row['happened']}")
        for row in await rows_of(session, wanted.order_by(change.c.version))
    ]


def _open(parts: dict[str, Any]) -> Iterable[Moment]:
    for row in (row for _, rows in parts["eras"] for row in rows):
        yield from _at(row["inspected_on"], "Inspection")
    for row in parts["received"]:
        provider = row["provider_name"] or row["provider"]
        yield from _at(row["begins"], f"Support began: {_words(row['kind'])} by {provider}")
        yield from _at(row["ended_on"], f"Support ended: {_words(row['kind'])} by {provider}")
    for row in parts["given"]:
        yield from _at(row["begins"], f"Support for {row['name']} began: {_words(row['kind'])}")
    for row in parts["awards"]:
        yield from _at(row["awarded_at"], f"Award made: {row['title'] or row['award']}")
    for row in parts["stories"]:
        yield from _at(row["published_on"], f"Story published: {row['title']}")


def _cases(parts: dict[str, Any]) -> Iterable[Moment]:
    for row in parts["periods"]:
        yield from _at(row["begins"], f"Tier: {_words(row['tier'])}")
    for row in parts["concerns"]:
        yield from _at(row["raised_at"], f"Concern raised: {_words(row['kind'] or 'not known')}")
    for row in parts["visits"]:
        yield from _at(row["visited_on"], f"Visit: {row['purpose']}")
    for row in parts["cases"]:
        yield from _case(row)
    yield from _steps(parts)


def _case(row: Row) -> Iterable[Moment]:
    yield from _at(row["opened_at"], f"Case {row['case']} opened")
    yield from _at(row["closed_on"], f"Case {row['case']} closed")
    for review in row["reviews"]:
        held = date.fromisoformat(review["held_on"])
        yield Moment(held, f"Case {row['case']} reviewed: {review['rag']}")


def _steps(parts: dict[str, Any]) -> Iterable[Moment]:
    """The statutory steps of the authority and of the Department for Education."""
    for row in parts["notices"]:
        yield from _at(row["issued_on"], f"Warning notice {row['notice']} issued")
    for row in parts["powers"]:
        yield from _at(row["used_on"], f"Power used: section {row['power'].removeprefix('s')}")
    for row in parts["interventions"]:
        yield from _at(row["told_on"], f"Department for Education: {_words(row['kind'])}")


def _at(when: date | datetime | None, says: str) -> Iterable[Moment]:
    """The moment; none where the day is not known."""
    if isinstance(when, datetime):
        when = london_date(when)
    return [Moment(when, says)] if when else []


def _words(code: str) -> str:
    return code.replace("-", " ")
