"""Tells the authority that a rejected event belongs to, so that its own operators are told."""

import re
from typing import Any

from sqlmodel import select

from chassis import Event, Work
from schools.store import facts
from schools.store.tables import CaseRow, NoticeRow, SupportRow, VisitRow

_PLAIN = re.compile(r"[A-Za-z0-9/_.-]{1,64}")  # the event may be invalid: nothing else is looked up
_BY_REFERENCE: dict[str, tuple[Any, Any]] = {
    "case": (CaseRow.reference, CaseRow.urn),
    "visit": (VisitRow.reference, VisitRow.urn),
    "support": (SupportRow.support, SupportRow.urn),
    "notice": (NoticeRow.notice, NoticeRow.urn),
}


async def authority_of(event: Event, work: Work) -> str | None:
    """By the school that the event names, else by the one of the case, visit and so on."""
    given = {name: value for name, value in event.data.items() if _is_plain(value)}
    urn = given.get("urn")
    for name, (reference, of_school) in _BY_REFERENCE.items():
        if urn is None and name in given:
            of_reference = select(of_school).where(reference == given[name])
            urn = (await work.session.exec(of_reference)).first()
    return await facts.authority_of(work.session, urn) if urn else None


def _is_plain(value: object) -> bool:
    return isinstance(value, str) and _PLAIN.fullmatch(value) is not None
