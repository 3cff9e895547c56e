"""The year end as one query: a line for each award, or their sums for each round."""

from typing import Any

from sqlalchemy import CTE, Select, and_, case, false, func, or_, select

from reporting.domain.selection import Selection
from reporting.reports.within import in_authority
from reporting.reports.year_end.cut import Cut
from reporting.store import READ_MODELS

FIGURES = (
    "committed_pence",
    "paid_pence",
    "accrued_pence",
    "due_next_year_pence",
    "recovered_pence",
    "not_matched_pence",
)
ABOUT = ("award", "round", "authority", "category", "lead_school", "title", "state")
ENDED = ("terminated", "ended")  # what was not paid is free: nothing is owed any more

_TERM, _MILESTONE = READ_MODELS["award_term"], READ_MODELS["award_term_milestone"]
_ACCEPTED, _RECOVERY = READ_MODELS["milestone_accepted"], READ_MODELS["recovery"]
_MADE, _REVERSED = READ_MODELS["payment_made"], READ_MODELS["payment_reversed"]


def awards(cut: Cut, selection: Selection) -> Select[Any]:
    """Each award that was made by then, with its figures."""
    term, made = _terms(cut), _made(cut)
    paid, accrued = _payments(made), _accrued(cut, made)
    due, recovered = _due(cut, term), _recovered(cut)
    owes = term.c.state.not_in(ENDED)
    figures = {
        "committed_pence": _committed(term, paid),
        "paid_pence": _pence(paid.c.paid),
        "accrued_pence": case((owes, _pence(accrued.c.pence)), else_=0),
        "due_next_year_pence": case((owes, _pence(due.c.pence)), else_=0),
        "recovered_pence": _pence(recovered.c.pence),
        "not_matched_pence": _pence(paid.c.not_matched),
    }
    joined: Any = term
    for part in (paid, accrued, due, recovered):
        joined = joined.outerjoin(part, part.c.award == term.c.award)
    return (
        select(*(term.c[name] for name in ABOUT), *(each.label(n) for n, each in figures.items()))
        .select_from(joined)
        .where(*in_authority(term.c.authority, selection))
        .order_by(term.c.round, term.c.award)
    )


def rounds(cut: Cut, selection: Selection) -> Select[Any]:
    """The sums of each round."""
    line = awards(cut, selection).order_by(None).subquery()
    sums = (func.sum(line.c[name]).label(name) for name in FIGURES)
    about = line.c.round, line.c.authority
    counted = func.count().label("awards")
    return select(*about, counted, *sums).group_by(*about).order_by(*about)


def _terms(cut: Cut) -> CTE:
    """The terms of each award that held at the cut: the newest of those before it."""
    newest = (
        select(_TERM.c.award, func.max(_TERM.c.version).label("version"))
        .where(_TERM.c.effective_at < cut.before)
        .group_by(_TERM.c.award)
        .subquery()
    )
    same = and_(_TERM.c.award == newest.c.award, _TERM.c.version == newest.c.version)
    return select(_TERM).join(newest, same).cte("term")


def _made(cut: Cut) -> CTE:
    """The payments that had left the bank and not come back; `pays` an accepted milestone."""
    accepted = and_(_ACCEPTED.c.award == _MADE.c.award, _ACCEPTED.c.number == _MADE.c.milestone)
    in_time = func.coalesce(_ACCEPTED.c.accepted_at < cut.before, false())
    back = _REVERSED.c.failed_on
    return (
        select(
            _MADE.c.award,
            _MADE.c.milestone,
            _MADE.c.amount_pence,
            and_(_MADE.c.matched, in_time).label("pays"),
        )
        .outerjoin(_REVERSED, _REVERSED.c.payment_reference == _MADE.c.payment_reference)
        .outerjoin(_ACCEPTED, accepted)
        .where(_MADE.c.paid_on <= cut.up_to, or_(back.is_(None), back > cut.up_to))
        .cte("made")
    )


def _payments(made: CTE) -> Any:
    return (
        select(
            made.c.award,
            func.sum(case((made.c.pays, made.c.amount_pence), else_=0)).label("paid"),
            func.sum(case((made.c.pays, 0), else_=made.c.amount_pence)).label("not_matched"),
        )
        .group_by(made.c.award)
        .subquery()
    )


def _accrued(cut: Cut, made: CTE) -> Any:
    """What was accepted and not paid."""
    paid = (
        select(made.c.award, made.c.milestone, func.sum(made.c.amount_pence).label("pence"))
        .where(made.c.pays)
        .group_by(made.c.award, made.c.milestone)
        .subquery()
    )
    own = and_(paid.c.award == _ACCEPTED.c.award, paid.c.milestone == _ACCEPTED.c.number)
    left = func.sum(_ACCEPTED.c.amount_pence - func.coalesce(paid.c.pence, 0))
    return (
        select(_ACCEPTED.c.award, left.label("pence"))
        .outerjoin(paid, own)
        .where(_ACCEPTED.c.accepted_at < cut.before)
        .group_by(_ACCEPTED.c.award)
        .subquery()
    )


def _due(cut: Cut, term: CTE) -> Any:
    """The milestones of these terms that are due after the year and were not accepted."""
    own = and_(_MILESTONE.c.award == term.c.award, _MILESTONE.c.version == term.c.version)
    accepted = and_(
        _ACCEPTED.c.award == _MILESTONE.c.award,
        _ACCEPTED.c.number == _MILESTONE.c.number,
        _ACCEPTED.c.accepted_at < cut.before,
    )
    return (
        select(term.c.award, func.sum(_MILESTONE.c.amount_pence).label("pence"))
        .join(_MILESTONE, own)
        .where(_MILESTONE.c.due > cut.last, ~select(_ACCEPTED.c.award).where(accepted).exists())
        .group_by(term.c.award)
        .subquery()
    )


def _recovered(cut: Cut) -> Any:
    return (
        select(_RECOVERY.c.award, func.sum(_RECOVERY.c.amount_pence).label("pence"))
        .where(_RECOVERY.c.received_on <= cut.up_to)
        .group_by(_RECOVERY.c.award)
        .subquery()
    )


def _committed(term: CTE, paid: Any) -> Any:
    """The award less what was freed; of an ended one that does not say it, what was paid."""
    return case(
        (term.c.freed_pence.is_not(None), term.c.awarded_pence - term.c.freed_pence),
        (term.c.state.in_(ENDED), _pence(paid.c.paid)),
        else_=term.c.awarded_pence,
    )


def _pence(column: Any) -> Any:
    return func.coalesce(column, 0)
