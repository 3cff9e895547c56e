"""Loads and saves a meeting as its aggregate, under its lock, and says when to look again."""

from collections.abc import Iterable

from sqlalchemy import Text, cast
from sqlmodel import col, delete, select

from applications.domain.meeting.forecast import Risk
from applications.domain.meeting.meeting import LOOK, Meeting, Standing
from applications.domain.meeting.schedule import Schedule
from applications.domain.panel.arrangements import latest
from applications.domain.panel.panels import Panel
from applications.domain.round.in_time import in_force
from applications.events import MODELS
from applications.store.conversions import put, stored, value_of
from applications.store.meeting_items import items_of
from applications.store.record_facts import appointments, facts_about
from applications.store.tables.facts import FactRow
from applications.store.tables.meetings import MeetingItemRow, MeetingRow
from chassis import Work, england_and_wales, record_aggregate, wait_for


async def open_meeting(work: Work, reference: str, new: Schedule | None = None) -> Meeting:
    """The meeting under its lock and those of its items, with what is known of them.

    `new` is a schedule that is about to be added; it waits for its panel and for its items.
    """
    await work.lock(f"meeting:{reference}")
    facts = await facts_about(work, f"meeting:{reference}")
    schedules = [value_of(Schedule, fact.data) for fact in facts]
    holds = latest([*schedules, *([new] if new else [])])
    if holds is None:
        raise LookupError(f"no schedule of {reference}")
    items = {*holds.items, *(new.items if new else ())}
    await work.lock(f"panel:{holds.panel}", *(f"application:{each}" for each in items))
    panel = await _panel(work, holds)
    row = await work.session.get(MeetingRow, reference)
    return Meeting(
        reference=reference,
        authority=panel.authority,
        calendar=england_and_wales(),
        schedules=schedules,
        standing=_standing(row),
        items=await items_of(work, sorted(items), holds, panel),
    )


async def save_meeting(work: Work, meeting: Meeting) -> None:
    """Write what holds now, and record what the aggregate collected."""
    held = meeting.schedule
    values = {
        "meeting": meeting.reference,
        "panel": held.panel,
        "authority": meeting.authority,
        "held_on": held.held_on,
        "starts_at": held.starts_at,
        "papers_by": held.papers_by,
        "state": meeting.state,
        "at_risk": [stored(each) for each in meeting.standing.at_risk],
    }
    await put(work.session, MeetingRow, meeting.reference, values)
    await work.session.exec(
        delete(MeetingItemRow).where(col(MeetingItemRow.meeting) == meeting.reference)
    )
    for place, application in enumerate(held.items, start=1):
        work.session.add(
            MeetingItemRow(meeting=meeting.reference, application=application, place=place)
        )
    await record_aggregate(work, meeting, MODELS)


async def look_again_at(work: Work, application: str) -> None:
    """The meetings with this item look again, each in a step of its own."""
    found = await work.session.exec(
        select(MeetingItemRow.meeting).where(MeetingItemRow.application == application)
    )
    await _look_again(work, found)


async def look_again_for_panel(work: Work, *panels: str) -> None:
    """The meetings of these panels look again."""
    found = await work.session.exec(
        select(MeetingRow.meeting).where(
            col(MeetingRow.panel).in_(panels), MeetingRow.state == "scheduled"
        )
    )
    await _look_again(work, found)


async def look_again_for_person(work: Work, person: str) -> None:
    """The meetings of the panels on which a person may sit look again."""
    named = cast(col(FactRow.data), Text).contains(f'"{person}"', autoescape=True)
    found = await work.session.exec(select(FactRow.about).where(FactRow.kind == "appointed", named))
    await look_again_for_panel(work, *{about.removeprefix("panel:") for about in found})


async def _look_again(work: Work, meetings: Iterable[str]) -> None:
    cause = work.event.key if work.event else work.now.isoformat()  # a command has no event
    for meeting in sorted(set(meetings)):
        subject = f"{meeting}/{cause}"
        await work.timer(LOOK, subject=subject, due=work.now, data={"meeting": meeting})


async def _panel(work: Work, schedule: Schedule) -> Panel:
    found = in_force(await appointments(work, schedule.panel), schedule.starts_at)
    if found is None:
        raise wait_for("panel", schedule.panel)
    return found.panel


def _standing(row: MeetingRow | None) -> Standing:
    if row is None:
        return Standing()
    risks = tuple(value_of(Risk, each) for each in row.at_risk)
    return Standing(at_risk=risks, closed=row.state == "closed")
