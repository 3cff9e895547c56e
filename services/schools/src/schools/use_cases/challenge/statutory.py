"""What the statutory steps of one school share: their surroundings, and what follows from each."""

from typing import cast

from sqlmodel import col

from chassis import Work, england_and_wales
from chassis.domain import MustWait
from schools.domain.notice import Notice, Surroundings
from schools.settings import Settings
from schools.store import statutory
from schools.store.repositories import NOTICES, POWERS
from schools.store.tables import NoticeRow, PowerRow
from schools.use_cases.challenge.proposals import reconsider
from schools.use_cases.register.schools import school_facts


async def surroundings(urn: str, work: Work) -> Surroundings:
    """What a notice to this school looks at outside itself; waits for the school."""
    school = await school_facts(urn, work)
    settings = cast("Settings", work.settings)
    served = settings.authorities
    return Surroundings(
        school=school,
        steps=await statutory.dfe_steps(work.session, urn),
        calendar=england_and_wales(),
        now=work.now,
        authorities=frozenset(served.split(",")) if served else frozenset(),
        guidance=settings.guidance,
    )


async def open_notice(reference: str, work: Work) -> tuple[Notice, Surroundings]:
    """The notice under its lock. Locks are taken in one order: the register, then the notice."""
    urn = await statutory.school_of_notice(work.session, reference)
    if urn is None:
        raise MustWait("notice", reference)
    around = await surroundings(urn, work)
    return await NOTICES.open(work, reference), around


async def settle_school(urn: str, work: Work) -> None:
    """The school changed, or the department took a step there: everything is derived anew."""
    await work.session.flush()
    for reference in await NOTICES.references(work.session, col(NoticeRow.urn) == urn):
        notice, around = await open_notice(reference, work)
        notice.settle(around)
        await NOTICES.save(work, notice)
    await follow(urn, work)


async def follow(urn: str, work: Work) -> None:
    """What hangs on notices, steps and categories: powers used, and the tier that is proposed."""
    school = await school_facts(urn, work)
    await work.session.flush()
    for reference in await POWERS.references(work.session, col(PowerRow.urn) == urn):
        power = await POWERS.open(work, reference)
        power.settle(await statutory.situation(work.session, school, power.on))
        await POWERS.save(work, power)
    await reconsider(urn, work)
