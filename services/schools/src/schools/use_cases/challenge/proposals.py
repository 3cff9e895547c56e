"""Proposes a tier from the signals of a school; an officer decides."""

from datetime import datetime

from pydantic import BaseModel

from chassis import Work
from chassis.domain import london_date
from schools.domain.tiers import TierHistory
from schools.store.repositories import TIERS
from schools.store.signals import signals_of
from schools.use_cases.register.schools import school_facts


class SignalsChange(BaseModel):
    """A day began on which time alone changes what counts; the subject is the URN."""

    subject: str
    due: datetime


async def reconsider(urn: str, work: Work) -> None:
    """Apply the rules to everything that is known of the school; nothing of one that is closed."""
    school = await school_facts(urn, work)
    if not school.is_open:
        return
    history = await TIERS.held(work, urn) or TierHistory(urn=urn)
    signals = await signals_of(work.session, school, london_date(work.now))
    history.propose(signals, school)
    await TIERS.save(work, history)


async def reconsider_in_time(due: SignalsChange, work: Work) -> None:
    """A concern is a year old, or a vacancy 13 weeks."""
    await reconsider(due.subject, work)
