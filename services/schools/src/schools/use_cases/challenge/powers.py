"""What we do with a power that the authority used, and with a step of the department."""

from chassis import Work
from schools.domain.intervention import Intervention, InterventionNotified
from schools.domain.power import Power, PowerUsed
from schools.domain.power.judging import ELIGIBILITY
from schools.store.repositories import INTERVENTIONS, NOTICES, POWERS
from schools.store.statutory import situation
from schools.use_cases.challenge.statutory import follow, settle_school
from schools.use_cases.register.schools import school_facts


async def use_power(used: PowerUsed, work: Work) -> None:
    """The authority used a power; waits for its notice, else until the school is eligible."""
    school = await school_facts(used.urn, work)
    await work.changed(f"{ELIGIBILITY}:{used.urn}")  # the end of a board lets others go on
    named = await NOTICES.find(work.session, used.notice) if used.notice else None
    power = Power.of(used, school)
    power = await POWERS.held(work, power.reference) or power
    power.use(used, await situation(work.session, school, used.used_on), named)
    await POWERS.save(work, power)
    await follow(used.urn, work)


async def record_intervention(told: InterventionNotified, work: Work) -> None:
    """The department took a step; what it ends, bars or makes possible follows at once."""
    school = await school_facts(told.urn, work)
    await work.changed(f"{ELIGIBILITY}:{told.urn}")
    step = Intervention.of(told, school)
    step = await INTERVENTIONS.held(work, step.reference) or step
    step.record(told, school)
    await INTERVENTIONS.save(work, step)
    await settle_school(told.urn, work)
