"""One school as the API shows it: its state, history, related schools and inspections."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from schools.domain.files.layout import FIELDS
from schools.domain.register.related_schools import RelatedSchools
from schools.domain.register.school import School
from schools.store import facts, queries, register

RELATED = ("predecessors", "successors")


async def one_school(session: AsyncSession, urn: str) -> dict[str, Any] | None:
    """The public facts about one school; None if the register does not have it."""
    school = (await register.schools(session, [urn])).get(urn)
    if school is None:
        return None
    links = await queries.links_around(session, urn)
    known = await register.schools(session, {end for link in links for end in link[:2]})
    related = RelatedSchools(links, {one.urn: one.end for one in known.values()})
    before, after = related.everything_before(urn), related.everything_after(urn)
    return {
        **school.state,
        "not_known": _not_known(school),
        "registered_on": school.registered_on,
        "absent_since": school.absent_since,
        "converted_to": school.converted_to,
        "predecessors": _related(before, known, school.state["predecessors"]),
        "successors": _related(after, known, school.state["successors"]),
        "history": await queries.history_of(session, [urn, *before]),
        "inspections": await facts.inspections_of(session, [urn, *before]),
    }


def _not_known(school: School) -> list[str]:
    """The fields that no extract has given; not known does not mean none."""
    return [name for name in (*FIELDS, *RELATED) if school.state[name] is None]


def _related(
    urns: list[str], known: dict[str, School], direct: list[str] | None
) -> list[dict[str, Any]] | None:
    """Nearest first; null if no link names the school. `direct` is false for those further away."""
    if direct is None and not urns:
        return None
    return [
        {
            "urn": urn,
            "name": known[urn].state["name"] if urn in known else None,
            "status": known[urn].state["status"] if urn in known else None,
            "open_date": known[urn].state["open_date"] if urn in known else None,
            "close_date": known[urn].state["close_date"] if urn in known else None,
            "direct": urn in (direct or ()),
        }
        for urn in urns
    ]
