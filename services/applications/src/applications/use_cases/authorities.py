"""Tells the authority that a rejected event belongs to, so that its own operators are told."""

import re

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select

from applications.store.tables.applications import ApplicationRow
from applications.store.tables.awards import AwardRow
from applications.store.tables.facts import FactRow
from chassis import Event, Work

_PLAIN = re.compile(r"[A-Za-z0-9-]{1,40}")  # the event may be invalid: nothing else is looked up
_AUTHORITY = re.compile(r"[0-9]{3}")


async def authority_of(event: Event, work: Work) -> str | None:
    """By what the event names: an authority, an application, an award, a form or a round."""
    given = {name: value for name, value in event.data.items() if _is_plain(value)}
    if _AUTHORITY.fullmatch(given.get("authority", "")):
        return str(given["authority"])
    if application := given.get("application"):
        return await _first(work, ApplicationRow.application == application)
    if award := given.get("award"):
        return await _first(work, _of_award(award))
    if reference := given.get("reference"):  # of either
        either = or_(col(ApplicationRow.application) == reference, _of_award(reference))
        return await _first(work, either)
    if (form := given.get("form_reference")) and "round" not in given:
        return await _first(work, ApplicationRow.form_reference == form)
    return await _of_round(work, given["round"]) if "round" in given else None


def _is_plain(value: object) -> bool:
    return isinstance(value, str) and _PLAIN.fullmatch(value) is not None


def _of_award(award: str) -> ColumnElement[bool]:
    of_award = select(AwardRow.application).where(AwardRow.award == award)
    return col(ApplicationRow.application).in_(of_award)


async def _first(work: Work, condition: object) -> str | None:
    found = await work.session.exec(select(ApplicationRow.authority).where(condition))  # type: ignore[arg-type]
    return found.first()


async def _of_round(work: Work, code: str) -> str | None:
    opened = (col(FactRow.about) == f"round:{code}", col(FactRow.kind) == "opened")
    newest = select(FactRow).where(*opened).order_by(col(FactRow.ce_time).desc())
    row = (await work.session.exec(newest.limit(1))).first()
    return row.data.get("authority") if row else None
