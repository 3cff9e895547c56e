"""The panel's pack for a meeting, from this service's own store: for the panel and its officers."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from applications.domain.meeting.forecast import Risk
from applications.domain.meeting.schedule import Schedule, papers_warnings
from applications.domain.panel.panels import Appointment, Panel, as_corrected
from applications.domain.panel.ranking import in_words
from applications.domain.round.in_time import in_force
from applications.store import (
    ApplicationRow,
    BalanceRow,
    FactRow,
    MeetingItemRow,
    MeetingRow,
    SchoolRow,
)
from applications.store.conversions import value_of
from applications.store.meeting_items import interests_in
from applications.views import minutes
from applications.views.consents import claims_only
from chassis import england_and_wales

Json = dict[str, Any]


async def pack(session: AsyncSession, reference: str) -> Json | None:
    """Agenda, ranking, money, interests, consents and minutes; None where there is no meeting."""
    row = await session.get(MeetingRow, reference)
    if row is None:
        return None
    panel = await _panel(session, row)
    rows = await _items(session, reference)
    items = [await _item(session, each, row, panel) for each in rows]
    ranked = [each for each in items if each["ranking"] is not None]
    return {
        "meeting": reference,
        "panel": row.panel,
        "title": panel.title,
        "held_on": row.held_on,
        "starts_at": row.starts_at,
        "papers_by": row.papers_by,
        "state": row.state,
        "warnings": await _warnings(session, reference),
        "at_risk": [vars(value_of(Risk, each)) for each in row.at_risk],
        "items": items,
        "ranking": [each["application"] for each in sorted(ranked, key=_rank)],
        "money": await _money(session, {each.round for each in rows}),
    }


def _rank(item: Json) -> tuple[float, Any, str]:
    return (-float(item["ranking"]), item["submitted_at"], item["application"])


async def _item(
    session: AsyncSession, row: ApplicationRow, meeting: MeetingRow, panel: Panel
) -> Json:
    interests = await interests_in(session, row, panel, meeting.starts_at)
    lead = await session.get(SchoolRow, row.lead_school)
    return {
        "application": row.application,
        "title": row.form["title"],
        "summary": row.form.get("summary"),
        "lead_school": row.lead_school,
        "lead_name": lead.name if lead else None,
        "round": row.round,
        "category": row.category,
        "requested_pence": row.form["requested_pence"],
        "submitted_at": row.submitted_at,
        "state": row.state,
        "reviews": row.reviews,
        "moderation_needed": row.moderation_needed,
        "ranking": in_words(row.ranking),
        "interests": [{"person": who, "why": interests[who]} for who in sorted(interests)],
        "claims": await claims_only(session, row),
        "minutes": await minutes.of_item(session, row.application, meeting.meeting),
    }


async def _items(session: AsyncSession, reference: str) -> list[ApplicationRow]:
    item = MeetingItemRow
    found = await session.exec(
        select(ApplicationRow)
        .join(item, col(item.application) == col(ApplicationRow.application))
        .where(item.meeting == reference)
        .order_by(col(item.place))
    )
    return list(found)


async def _panel(session: AsyncSession, row: MeetingRow) -> Panel:
    facts = await _facts(session, f"panel:{row.panel}")
    appointed = as_corrected(
        [Appointment(each.ce_time, each.event_id, value_of(Panel, each.data)) for each in facts]
    )
    found = in_force(appointed, row.starts_at)
    if found is None:
        raise LookupError(f"a meeting without its panel {row.panel}")
    return found.panel


async def _warnings(session: AsyncSession, reference: str) -> list[Json]:
    facts = await _facts(session, f"meeting:{reference}")
    schedules = [value_of(Schedule, each.data) for each in facts]
    holds = max(schedules, key=lambda each: (each.scheduled_at, each.key))
    return [each._asdict() for each in papers_warnings(holds, england_and_wales())]


async def _facts(session: AsyncSession, about: str) -> Sequence[FactRow]:
    return list(await session.exec(select(FactRow).where(FactRow.about == about)))


async def _money(session: AsyncSession, rounds: set[str]) -> list[Json]:
    """What is left of each round and category, earmarked money taken off."""
    row = BalanceRow
    found = await session.exec(
        select(row)
        .where(col(row.round).in_(rounds), col(row.scope).in_(("round", "category")))
        .order_by(col(row.round), col(row.scope).desc(), col(row.code))
    )
    return [_balance(each) for each in found]


def _balance(row: BalanceRow) -> Json:
    taken = row.earmarked_pence + row.reserved_pence + row.committed_pence
    return {
        "round": row.round,
        "category": row.category,
        "limit_pence": row.limit_pence,
        "earmarked_pence": row.earmarked_pence,
        "reserved_pence": row.reserved_pence,
        "committed_pence": row.committed_pence,
        "left_pence": None if row.limit_pence is None else row.limit_pence - taken,
    }
