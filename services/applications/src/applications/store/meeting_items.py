"""Loads what a meeting looks at: its items, who has an interest in them, and who scored."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from applications.domain.form.forms import Form
from applications.domain.meeting.forecast import Risk, forecast
from applications.domain.meeting.meeting import Item
from applications.domain.meeting.schedule import Schedule
from applications.domain.panel.interests import Declaration, by_post, with_interest
from applications.domain.panel.panels import Panel
from applications.domain.states import UNRANKED
from applications.store.conversions import value_of
from applications.store.record_facts import postings_of, round_history
from applications.store.tables.applications import ApplicationRow
from applications.store.tables.decisions import DecisionRow, InterestRow, ReviewRow
from applications.store.tables.schools import PartyRow
from chassis import Work, wait_for


async def items_of(
    work: Work, references: Collection[str], schedule: Schedule, panel: Panel
) -> dict[str, Item]:
    """What is known of each application; waits for those that have not arrived."""
    found = await work.session.exec(
        select(ApplicationRow).where(col(ApplicationRow.application).in_(references))
    )
    rows = {row.application: row for row in found}
    if unknown := [each for each in references if each not in rows]:
        raise wait_for("application", *unknown)
    panels = await _panels(work, {row.round for row in rows.values()})
    settled = await _decided(work, references, schedule.meeting)
    settled |= {each for each, row in rows.items() if row.state in UNRANKED}
    return {
        each: Item(
            each,
            panels[row.round],
            each in settled,
            None if each in settled else await _risk(work, row, schedule, panel),
        )
        for each, row in rows.items()
    }


async def _panels(work: Work, rounds: Collection[str]) -> dict[str, str]:
    return {code: (await round_history(work, code)).latest.terms.panel for code in rounds}


async def _decided(work: Work, references: Collection[str], meeting: str) -> set[str]:
    found = await work.session.exec(
        select(DecisionRow.application).where(
            col(DecisionRow.application).in_(references),
            DecisionRow.meeting == meeting,
            DecisionRow.status != "void",
        )
    )
    return set(found)


async def _risk(work: Work, row: ApplicationRow, schedule: Schedule, panel: Panel) -> Risk | None:
    """By what is known now; of posts, by those that are held when the meeting begins."""
    of = row.application
    interests = await interests_in(work.session, row, panel, schedule.starts_at)
    scored = await work.session.exec(select(ReviewRow.reviewer).where(ReviewRow.application == of))
    return forecast(of, panel, interests, set(scored))


async def interests_in(
    session: AsyncSession, row: ApplicationRow, panel: Panel, at: datetime
) -> dict[str, str]:
    """Who has an interest in an application, and why: declared, by the panel's list, by a post."""
    parties = await session.exec(
        select(PartyRow.urn).where(PartyRow.application == row.application)
    )
    schools = {*value_of(Form, row.form).schools, *parties}
    found = await session.exec(
        select(InterestRow).where(InterestRow.application == row.application)
    )
    declared = [value_of(Declaration, each.model_dump()) for each in found]
    postings = await postings_of(session, panel.people)
    return {
        **by_post(postings, schools, dict.fromkeys(panel.people, at)),
        **with_interest(panel, schools, declared),
    }
