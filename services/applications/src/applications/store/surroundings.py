"""What an award looks at outside itself: its application, its people, its schools."""

from typing import cast

from sqlmodel import col, select

from applications.domain.award import Award
from applications.domain.award.ledger import Surroundings
from applications.domain.states import State
from applications.settings import Settings
from applications.store.record_facts import find_schools, known_schools
from applications.store.tables.applications import ApplicationRow
from applications.store.tables.decisions import ConditionMetRow, DecisionRow, ReviewRow
from chassis import Work
from chassis.domain import london_date


async def surroundings_of(work: Work, award: Award) -> Surroundings:
    """As they are now."""
    session, reference = work.session, award.application
    application = await session.get_one(ApplicationRow, reference)
    decided = await session.exec(select(DecisionRow).where(DecisionRow.application == reference))
    decisions = list(decided)
    found = await session.exec(
        select(ConditionMetRow).where(ConditionMetRow.application == reference)
    )
    met = {each.code: london_date(each.found_at) for each in found}
    scorers = await session.exec(
        select(ReviewRow.reviewer).where(col(ReviewRow.application) == reference)
    )
    in_force = [
        each
        for each in decisions
        if each.meeting == application.meeting and each.status == "stands"
    ]
    conditions = {condition["code"] for each in in_force for condition in each.conditions}
    return Surroundings(
        accepted=application.state == State.ACCEPTED,
        conditions={code: met.get(code) for code in conditions},
        voters=frozenset(vote["person"] for each in decisions for vote in each.votes),
        scorers=frozenset(scorers),
        lead=(await find_schools(work, [award.lead_school])).popitem()[1],
        now=work.now,
        schools=await known_schools(work, award.schools_ever),
        hold_days=cast("Settings", work.settings).hold_overdue_days,
    )
