"""The copies that the authority must give at the same time as the notice: s60(6), (6A), s60A [law].

A notice counts as issued only when every required copy is logged.
"""

from collections.abc import Iterable
from datetime import date

from chassis.domain import Reason, in_full, london_date
from schools.domain.foundation import DIOCESE, FOUNDATION_BODY, VOLUNTARY, Foundation
from schools.domain.notice.commands import Copy, NoticeIssued

ALWAYS = ("headteacher", "secretary-of-state")
NAMES = {
    "headteacher": "the head teacher",
    "secretary-of-state": "the Secretary of State",
    DIOCESE: "the diocese",
    FOUNDATION_BODY: "the foundation body",
}


def missing(copies: Iterable[Copy], foundation: Foundation) -> list[str]:
    """The recipients whose required copy is not logged; where the register is silent, none."""
    logged = {each.to for each in copies}
    required = {*ALWAYS, *(foundation.bodies or ())}
    return sorted(required - logged)


def copy_warnings(sent: NoticeIssued, foundation: Foundation) -> list[Reason]:
    """What does not hold the notice up: days that differ, and bodies the register is silent on."""
    return [*_of_days(sent), *_of_bodies(sent, foundation)]


def _of_days(sent: NoticeIssued) -> list[Reason]:
    issued, first = london_date(sent.issued_at), _first_days(sent.copies)
    late = [f"{NAMES[to]} on {in_full(day)}" for to, day in sorted(first.items()) if day != issued]
    if not late:
        return []
    message = (
        f"The notice was given on {in_full(issued)}, but copies were sent to {', '.join(late)}. "
        "The law asks for all of them at the same time."
    )
    return [Reason("copies-on-other-days", message)]


def _of_bodies(sent: NoticeIssued, foundation: Foundation) -> list[Reason]:
    logged, bodies = {each.to for each in sent.copies}, foundation.bodies
    if bodies is None and not logged & {DIOCESE, FOUNDATION_BODY}:
        message = (
            "The register does not say whether the school has a diocese or a foundation body. "
            "Check this, and log a copy to it if there is one."
        )
        return [Reason("copies-not-known", message)]
    of_church = bodies is not None and DIOCESE in bodies
    voluntary = foundation.type_code in VOLUNTARY
    if of_church and voluntary and FOUNDATION_BODY not in logged:
        message = (
            "No copy to the person who appoints the foundation governors is logged. "
            "Log one unless that is the diocese."
        )
        return [Reason("copy-foundation-governors", message)]
    return []


def _first_days(copies: Iterable[Copy]) -> dict[str, date]:
    first: dict[str, date] = {}
    for each in copies:
        first[each.to] = min(first.get(each.to, each.sent_on), each.sent_on)
    return first
