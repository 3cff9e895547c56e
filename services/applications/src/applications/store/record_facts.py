"""Keeps what other systems own and report: rounds, panels, schools and people's posts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, cast
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from applications.domain.form.schools import School
from applications.domain.panel.interests import Posting
from applications.domain.panel.panels import Appointment, Panel, as_corrected
from applications.domain.round.in_time import in_force
from applications.domain.round.register import Extract
from applications.domain.round.rounds import Closing, RoundFact, RoundHistory, Terms
from applications.store.conversions import stored, value_of
from applications.store.tables.applications import ApplicationRow
from applications.store.tables.decisions import AssignmentRow, DecisionRow, ModerationRow, ReviewRow
from applications.store.tables.facts import FactRow, SchoolRow
from chassis import Event, Work, wait_for

REGISTER = "register"
_ABOUT = select(FactRow).where(FactRow.about == bindparam("about"))
_SCHOOLS = select(SchoolRow).where(col(SchoolRow.urn).in_(bindparam("urns", expanding=True)))
_VALUES: dict[str, type[Terms] | type[Closing]] = {"opened": Terms, "closed": Closing}


def event_of(work: Work) -> Event:
    """The event at hand; these use cases are never commands."""
    if work.event is None:
        raise TypeError("this use case handles an event")
    return work.event


async def add_fact(work: Work, about: str, kind: str, value: Any) -> None:
    """Keep what was reported, as of its event's time."""
    event = event_of(work)
    await work.changed(about)
    work.session.add(
        FactRow(
            key=event.key,
            event_id=event.id,
            about=about,
            kind=kind,
            ce_time=event.time,
            data=stored(value),
        )
    )
    await work.session.flush()


async def round_history(work: Work, code: str) -> RoundHistory:
    """Every announcement and closing of a round; waits where nobody announced it yet."""
    history = history_of(await facts_about(work, f"round:{code}"))
    if not any(isinstance(fact.value, Terms) for fact in history.facts):
        raise wait_for("round", code)
    return history


def history_of(rows: Iterable[FactRow]) -> RoundHistory:
    """A round's history from its rows."""
    return RoundHistory(
        [
            RoundFact(row.ce_time, row.event_id, value_of(_VALUES[row.kind], row.data))
            for row in rows
        ]
    )


async def appointments(work: Work, code: str) -> list[Appointment]:
    """The appointments of a panel that count, oldest first."""
    return as_corrected(
        [
            Appointment(row.ce_time, row.event_id, value_of(Panel, row.data))
            for row in await facts_about(work, f"panel:{code}")
        ]
    )


async def panel_at(work: Work, code: str, at: datetime) -> Appointment | None:
    """The appointment in force, the first one where all came later; None where there is none."""
    await work.lock(f"panel:{code}")  # an appointment that arrives now looks for what we write
    return in_force(await appointments(work, code), at)


async def applications_under(work: Work, panel: str) -> list[str]:
    """The applications of the rounds that this panel decides on."""
    opened = await work.session.exec(select(FactRow).where(FactRow.kind == "opened"))
    rounds = {fact.data["round"] for fact in opened if fact.data["panel"] == panel}
    found = await work.session.exec(
        select(ApplicationRow.application)
        .where(col(ApplicationRow.round).in_(rounds))
        .order_by(ApplicationRow.application)
    )
    return list(found)


async def postings_of(session: AsyncSession, people: Iterable[str]) -> list[Posting]:
    """What the directory said of these people's schools, each time."""
    about = [f"person:{each}" for each in sorted(set(people))]
    found = await session.exec(select(FactRow).where(col(FactRow.about).in_(about)))
    return [
        Posting(row.ce_time, row.event_id, row.data["person"], tuple(row.data["schools"]))
        for row in found
    ]


async def applications_with(work: Work, person: str) -> list[str]:
    """The applications that a person scored, was asked to, moderated, or may have voted on."""
    named = f'"{person}"'
    scored = select(ReviewRow.application).where(ReviewRow.reviewer == person)
    voted = select(DecisionRow.application).where(
        cast(col(DecisionRow.votes), Text).contains(named, autoescape=True)
        | cast(col(DecisionRow.panel), Text).contains(named, autoescape=True)
    )
    asked = select(AssignmentRow.application).where(
        cast(col(AssignmentRow.reviewers), Text).contains(named, autoescape=True)
    )
    moderated = select(ModerationRow.application).where(ModerationRow.moderated_by == person)
    found: set[str] = set()
    for each in (scored, asked, moderated, voted):
        found.update(await work.session.exec(each))
    return sorted(found)


async def applications_of(work: Work, round_: str) -> list[str]:
    """The applications of a round."""
    found = await work.session.exec(
        select(ApplicationRow.application)
        .where(ApplicationRow.round == round_)
        .order_by(ApplicationRow.application)
    )
    return list(found)


async def keep_school(work: Work, school: School) -> School | None:
    """The newest version of a school's state replaces the others; returns the one known before."""
    version = event_of(work).aggregate_version or 0
    await work.changed(f"school:{school.urn}")
    known = await work.session.get(SchoolRow, school.urn)
    values = {**stored(school), "told_at": event_of(work).time, "version": version}
    values |= {"open_date": school.open_date, "close_date": school.close_date}
    if known is None:
        work.session.add(SchoolRow(**values))
        return None
    before = value_of(School, known.model_dump())
    if version > known.version or (
        version == known.version and None in {known.type_code, known.told_at}
    ):
        known.sqlmodel_update(values)
    return before


async def known_schools(work: Work, urns: Iterable[str]) -> dict[str, School]:
    """The copies of those of these schools that are registered."""
    found = await work.session.exec(_SCHOOLS, params={"urns": sorted(set(urns))})
    return {row.urn: value_of(School, row.model_dump()) for row in found}


async def find_schools(work: Work, urns: Iterable[str]) -> dict[str, School]:
    """The copies of these schools; waits for those that are not registered yet."""
    wanted = list(urns)
    known = await known_schools(work, wanted)
    if missing := [urn for urn in wanted if urn not in known]:
        raise wait_for("school", *missing)
    return known


async def extracts(work: Work) -> list[Extract]:
    """The extracts of the register that were applied whole."""
    return [value_of(Extract, row.data) for row in await facts_about(work, REGISTER)]


async def facts_about(work: Work, about: str) -> list[FactRow]:
    """Everything that was reported about a round, a panel, a person or a meeting."""
    return list(await work.session.exec(_ABOUT, params={"about": about}))
