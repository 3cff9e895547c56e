"""The school that an event is about, as the rules see it."""

from datetime import date

from chassis import NotYet, Work
from schools.domain.school_facts import SchoolFacts
from schools.store import facts
from schools.store.register import REGISTER
from schools.store.tables import SchoolRow


async def known_school(urn: str, work: Work) -> None:
    """Raises NotYet for a school that the register does not have yet.

    An import adds tens of thousands of schools at once and announces them by one key. So this
    holds that key while it looks, and the event waits for both keys.
    """
    await work.lock(REGISTER)
    if not await facts.is_school(work.session, urn):
        raise NotYet((f"school:{urn}", REGISTER))


async def school_facts(urn: str, work: Work) -> SchoolFacts:
    """What the rules need to know of the school; waits for one that the register lacks."""
    await known_school(urn, work)
    return await facts_of(urn, work)


async def facts_of(urn: str, work: Work) -> SchoolFacts:
    """The same of a school that the register is known to have."""
    row = await work.session.get_one(SchoolRow, urn)
    return SchoolFacts(
        urn=urn,
        name=row.name,
        la_code=row.la_code,
        status_code=row.status_code,
        part4_maintained=row.part4_maintained,
        academy=row.academy,
        type_code=row.type_code,
        phase_code=row.phase_code,
        diocese=row.diocese,
        religious_character=row.religious_character,
        open_date=_day(row.open_date),
        close_date=_day(row.close_date),
        successor=row.converted_to,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
