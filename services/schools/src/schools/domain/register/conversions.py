"""Which old school became which academy: by a link, else by name or number and postcode."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from schools.domain.files.layout import State
from schools.domain.register.related_schools import RelatedSchools
from schools.domain.register.school import School


class Conversion(NamedTuple):
    """The old school closes and the new one carries on."""

    old: str
    new: str
    closed_on: str
    converted_on: str
    matched: bool  # by name or number and postcode, for want of a link


def by_links(
    candidates: Iterable[str], schools: Mapping[str, School], related: RelatedSchools, as_of: date
) -> list[Conversion]:
    """The conversions that a plain link names and that these candidates have a part in."""
    pairs = dict.fromkeys(pair for urn in candidates for pair in related.replacements(urn))
    return [
        _conversion(schools[old], schools[new], related, as_of, matched=False)
        for old, new in pairs
        if old in schools and new in schools and is_news(schools[old], schools[new])
    ]


def by_likeness(
    newcomers: Iterable[School],
    leavers: Iterable[School],
    previous: date,
    related: RelatedSchools,
    as_of: date,
) -> list[Conversion]:
    """Pairs of the same name or LAESTAB and the same postcode; an ambiguous one is left alone.

    A school that a link says another followed is not looked at: the likeness is for want of one.
    """
    places = _by_place(old for old in leavers if not related.successors(old.urn))
    found: list[tuple[School, School]] = []
    for new in newcomers:
        opened = new.state["open_date"]
        if opened is None or opened <= previous.isoformat() or not new.open_academy:
            continue
        alike = _last([old for old in places[_place(new.state)] if _alike(old, new)])
        found += [(alike[0], new)] if len(alike) == 1 else []
    claimed = [old.urn for old, _ in found]
    return [
        _conversion(old, new, related, as_of, matched=True)
        for old, new in found
        if claimed.count(old.urn) == 1
    ]


def is_news(old: School, new: School) -> bool:
    """A conversion counts once, when the old one is gone and the academy is open.

    What was over before the old one came into our register is its history and no news.
    """
    if old.converted_to is not None or not old.gone or not new.open_academy:
        return False
    opened = new.state["open_date"]
    opened_since = opened is not None and opened > old.registered_on
    return old.registered_import < new.registered_import or opened_since


def _alike(old: School, new: School) -> bool:
    if old.urn == new.urn or not is_news(old, new):
        return False
    before, after = old.state, new.state
    if (before["open_date"] or "") >= (after["open_date"] or ""):
        return False  # a school is followed by one that opened after it
    same_name = before["name"].casefold() == after["name"].casefold()
    return same_name or _laestab(before) == _laestab(after)


def _last(schools: list[School]) -> list[School]:
    """Of several on one site over the years, those that were there last."""
    ends = [_end(school) for school in schools]
    return [school for school, end in zip(schools, ends, strict=True) if end == max(ends)]


def _end(school: School) -> str:
    closed_on = school.state["close_date"] if school.closed else school.absent_since
    return str(closed_on or "")


def _laestab(state: State) -> tuple[str, str]:
    return state["la_code"], state["establishment_number"] or state["urn"]


def _place(state: State) -> str:
    return (state["postcode"] or "").replace(" ", "").upper()


def _by_place(schools: Iterable[School]) -> Mapping[str, list[School]]:
    places: dict[str, list[School]] = defaultdict(list)
    for school in schools:
        if place := _place(school.state):
            places[place].append(school)
    return places


def _conversion(
    old: School, new: School, related: RelatedSchools, as_of: date, *, matched: bool
) -> Conversion:
    linked = related.dates(old.urn, new.urn)
    opened = new.state["open_date"] or linked.get("opened")
    eve = _day_before(opened or as_of.isoformat())
    stated = old.state["close_date"] if old.closed else None
    closed_on = stated or linked.get("closed") or eve
    return Conversion(old.urn, new.urn, closed_on, opened or as_of.isoformat(), matched)


def _day_before(iso: str) -> str:
    return (date.fromisoformat(iso) - timedelta(days=1)).isoformat()
