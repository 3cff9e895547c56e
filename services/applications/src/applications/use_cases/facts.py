"""What we do with facts that others own: rounds, panels and schools."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from applications import events
from applications.domain.moments import read_deadline
from applications.domain.panels import Panel
from applications.domain.reasons import Reason
from applications.domain.rounds import Closing, Round, Terms, in_force, in_order, terms_refusals
from applications.domain.schools import School
from applications.messages import RoundAnnouncement, RoundClosing, SchoolState
from applications.store import FactRow, SchoolRow
from applications.use_cases.purses import must_cover_what_is_held
from applications.use_cases.shared import event_of, refuse, stored, value_of
from chassis import Work, wait_for

_ABOUT = select(FactRow).where(FactRow.about == bindparam("about"))
_SCHOOLS = select(SchoolRow).where(col(SchoolRow.urn).in_(bindparam("urns", expanding=True)))


async def announce_round(announced: RoundAnnouncement, work: Work) -> None:
    """A round opens, or is announced again with other terms from then on."""
    deadline = read_deadline(announced.deadline)
    if isinstance(deadline, Reason):
        return refuse([deadline])
    terms = value_of(Terms, announced.model_dump(exclude_none=True) | {"deadline": deadline})
    refuse(terms_refusals(terms))
    facts = await add_fact(work, f"round:{terms.round}", "opened", stored(terms))
    await must_cover_what_is_held(terms, facts, work)
    work.record(events.RoundOpened(**public_round(latest_round(facts))))
    return None


async def close_round(closing: RoundClosing, work: Work) -> None:
    """A round is closed before its deadline, or cancelled."""
    about = f"round:{closing.round}"
    if not any(fact.kind == "opened" for fact in await facts_about(work, about)):
        raise wait_for("round", closing.round)
    facts = await add_fact(work, about, "closed", stored(value_of(Closing, closing)))
    state = public_round(latest_round(facts))
    work.record(events.RoundClosed(**state, kind=closing.kind, closed_at=closing.closed_at))


async def copy_school(school: SchoolState, work: Work) -> None:
    """Our copy follows the register: the newest version wins, whenever it comes."""
    version = event_of(work).aggregate_version or 0
    await work.changed(f"school:{school.urn}")
    known = await work.session.get(SchoolRow, school.urn)
    if known is None:
        work.session.add(SchoolRow(**school.model_dump(), version=version))
    elif version > known.version:
        known.sqlmodel_update(school.model_dump() | {"version": version})


async def add_fact(work: Work, about: str, kind: str, data: dict[str, object]) -> list[FactRow]:
    """Keep what was said, as of its event's time; returns all that was said of this."""
    event = event_of(work)
    await work.changed(about)
    work.session.add(
        FactRow(
            key=event.key,
            event_id=event.id,
            about=about,
            kind=kind,
            ce_time=event.time,
            data=data,
        )
    )
    await work.session.flush()
    return await facts_about(work, about)


async def facts_about(work: Work, about: str) -> list[FactRow]:
    """All that was said of a round or a panel."""
    return list(await work.session.exec(_ABOUT, params={"about": about}))


async def rounds_facts(work: Work, code: str) -> list[FactRow]:
    """All that was said of a round; waits for it where nobody announced it yet."""
    facts = await facts_about(work, f"round:{code}")
    if not any(fact.kind == "opened" for fact in facts):
        raise wait_for("round", code)
    return facts


def round_at(facts: Sequence[FactRow], at: datetime) -> Round:
    """The round by the terms in force at an instant, with the closing that came after them."""
    opened = in_force([fact for fact in facts if fact.kind == "opened"], at)
    if opened is None:
        raise LookupError("a round without terms")
    later = in_order(facts)
    later = later[later.index(opened) + 1 :]
    closings = list(takewhile(lambda fact: fact.kind == "closed", later))
    closing = value_of(Closing, closings[-1].data) if closings else None
    return Round(value_of(Terms, opened.data), closing)


def latest_round(facts: Sequence[FactRow]) -> Round:
    """The round as it stands."""
    return round_at(facts, max(fact.ce_time for fact in facts))


async def panel_at(work: Work, code: str, at: datetime) -> tuple[Panel, bool]:
    """The panel in force, and whether it was appointed by then; waits for a first appointment."""
    await work.lock(f"panel:{code}")  # an appointment that comes at once looks for what we write
    fact = in_force(await facts_about(work, f"panel:{code}"), at)
    if fact is None:
        raise wait_for("panel", code)
    return value_of(Panel, fact.data), fact.ce_time <= at


async def find_schools(work: Work, urns: Iterable[str]) -> dict[str, School]:
    """Our copies of these schools; waits for those that the register did not tell us of."""
    wanted = sorted(set(urns))
    found = await work.session.exec(_SCHOOLS, params={"urns": wanted})
    known = {row.urn: value_of(School, row.model_dump()) for row in found}
    if missing := [urn for urn in wanted if urn not in known]:
        raise wait_for("school", *missing)
    return known


def public_round(round_: Round) -> dict[str, Any]:
    """The round's public state."""
    terms = round_.terms
    return {
        **{name: getattr(terms, name) for name in _ROUND_FIELDS},
        "categories": [
            events.PublicCategory(
                category=each.category,
                ceiling_pence=each.ceiling_pence,
                most_per_award_pence=each.most_per_award_pence,
            )
            for each in terms.categories
        ],
        "themes": list(terms.themes),
        "state": round_.state,
    }


_ROUND_FIELDS = (
    "round",
    "authority",
    "title",
    "fund_source",
    "opens_at",
    "deadline",
    "budget_pence",
    "panel",
)
