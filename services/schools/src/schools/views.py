"""One school as it is shown: what is known, what is not, its history and its kin."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from schools.domain.layout import FIELDS
from schools.domain.links import Lineage
from schools.domain.schools import School
from schools.store import facts, queries, register

KIN = ("predecessors", "successors")


async def one_school(session: AsyncSession, urn: str) -> dict[str, Any] | None:
    """Everything about one school that is public; None where the register lacks it."""
    school = (await register.schools(session, [urn])).get(urn)
    if school is None:
        return None
    lineage = Lineage(await queries.links_around(session, urn))
    before, after = lineage.everything_before(urn), lineage.everything_after(urn)
    known = await register.schools(session, [*before, *after])
    return {
        **school.state,
        "not_known": _not_known(school),
        "registered_on": school.registered_on,
        "absent_since": school.absent_since,
        "converted_to": school.converted_to,
        "predecessors": _kin(before, known, school.state["predecessors"]),
        "successors": _kin(after, known, school.state["successors"]),
        "history": await queries.history_of(session, [urn, *before]),
        "inspections": await facts.inspections_of(session, [urn, *before]),
    }


def _not_known(school: School) -> list[str]:
    """The fields that no extract has said anything about: they are not "none"."""
    return [name for name in (*FIELDS, *KIN) if school.state[name] is None]


def _kin(
    urns: list[str], known: dict[str, School], direct: list[str] | None
) -> list[dict[str, Any]] | None:
    """Nearest first, null where no link says anything; those not `direct` come through others."""
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
