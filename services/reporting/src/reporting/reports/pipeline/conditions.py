"""Which applications a selection takes, as conditions of a query."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.selection import Selection
from reporting.store import READ_MODELS

Conditions = list[ColumnElement[bool]]
FEW = 2_000  # references that are named in a query, so that what was searched once is found again
_ROUND, _SCHOOL = READ_MODELS["funding_round"], READ_MODELS["school"]
_OF = READ_MODELS["application_standing"].c


def chosen(selection: Selection, as_of: datetime) -> Conditions:
    """The whole selection."""
    found = [*_placed(selection, as_of), *of_kind(selection)]
    return [*found, _matches(selection.words)] if selection.words else found


async def searched(session: AsyncSession, selection: Selection, as_of: datetime) -> Conditions:
    """The selection but for status and category; a search that finds few is made here, once."""
    placed = _placed(selection, as_of)
    if not selection.words:
        return placed
    matching = [*placed, _matches(selection.words)]
    wanted = select(_OF.application).where(*matching).limit(FEW + 1)
    found = list((await session.execute(wanted)).scalars())
    if not found:
        return [false()]
    return matching if len(found) > FEW else [_OF.application.in_(found)]


def of_kind(selection: Selection) -> Conditions:
    """The chosen status and category."""
    return _same({_OF.category: selection.category, _OF.state: selection.state})


def of_rounds(selection: Selection, as_of: datetime) -> Conditions:
    """The rounds of the authority that are open, or those that are closed, or all."""
    found = _same({_ROUND.c.authority: selection.authority})
    still = and_(_ROUND.c.state == "open", _ROUND.c.deadline > as_of)
    if selection.rounds:
        found.append(still if selection.rounds == "open" else ~still)
    return found


def _placed(selection: Selection, as_of: datetime) -> Conditions:
    """The authority and the rounds; open and closed rounds are those of the authority."""
    authority = None if selection.rounds else selection.authority
    found = _same({_OF.round: selection.round, _OF.authority: authority})
    if selection.rounds:
        found.append(_OF.round.in_(select(_ROUND.c.round).where(*of_rounds(selection, as_of))))
    return found


def _same(wanted: dict[Any, str | None]) -> Conditions:
    return [column == value for column, value in wanted.items() if value is not None]


def _matches(words: str) -> ColumnElement[bool]:
    """A part of the reference, title, school's name or round's title; a URN or code in full.

    Title and school are None before the release, so that a search cannot tell them.
    """
    schools = select(_SCHOOL.c.urn).where(_has(_SCHOOL.c.name, words))
    rounds = select(_ROUND.c.round).where(_has(_ROUND.c.title, words))
    return or_(
        _has(_OF.application, words),
        _has(_OF.title, words),
        _OF.lead_school == words,
        _OF.lead_school.in_(schools),
        _OF.round == words,
        _OF.round.in_(rounds),
    )


def _has(column: Any, words: str) -> ColumnElement[bool]:
    return func.lower(column).contains(words.lower(), autoescape=True)
