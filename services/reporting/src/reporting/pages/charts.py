"""Bar charts: which figures each bar shows."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from reporting.domain.changes import Row
from reporting.domain.funding import Line, RoundFunding
from reporting.domain.register import KINDS, Group, Month
from reporting.domain.tallies import StageCount, StateCount
from reporting.pages.bars import Bar, bars
from reporting.pages.formatting import decimal, month, whole_pounds
from reporting.pages.names import named


def money_bars(rounds: Sequence[RoundFunding]) -> list[Bar]:
    """Each round's budget: paid, committed but not yet paid, offered, available."""
    return bars(
        (
            one.line.name,
            _available(one.line),
            (
                ("f1", one.line.paid_pence),
                ("f2", one.line.committed_pence - one.line.paid_pence),
                ("f3", one.line.reserved_pence),
                ("f4", one.line.left_pence or 0),
            ),
        )
        for one in rounds
    )


def _available(line: Line) -> str:
    return f"{whole_pounds(line.left_pence)} of {whole_pounds(line.budget_pence)} available"


def state_bars(states: Sequence[StateCount]) -> list[Bar]:
    """The applications in each state."""
    return bars(
        (named(one.state), f"{one.applications:,}", (("f1", one.applications),)) for one in states
    )


def stage_bars(counts: Sequence[StageCount]) -> list[Bar]:
    """The applications of each category or theme, by stage."""
    return bars(
        (
            named(one.name),
            f"{one.applications:,}",
            [(f"f{n}", count) for n, count in enumerate(one.stages.values(), 1)],
        )
        for one in counts
    )


def group_bars(groups: Sequence[Group]) -> list[Bar]:
    """The open schools of each group."""
    shown = [one for one in groups if one.open]
    return bars((one.name, f"{one.open:,}", (("f1", one.open),)) for one in shown)


def month_bars(months: Sequence[Month]) -> list[Bar]:
    """The last 12 months that had a change, without schools that were added.

    The first update adds every school, and no later change could be seen beside that.
    """
    news = [(one.month, [one.counts[kind] for kind in KINDS[1:]]) for one in months]
    return bars(
        (month(code), f"{sum(counts):,}", [(f"f{n}", count) for n, count in enumerate(counts, 1)])
        for code, counts in [pair for pair in news if any(pair[1])][-12:]
    )


def tier_bars(tiers: Iterable[Row]) -> list[Bar]:
    """The schools of each tier."""
    return bars(
        (named(one["tier"]), f"{one['schools']:,}", (("f1", one["schools"]),)) for one in tiers
    )


def days_bars(rows: Iterable[Row]) -> list[Bar]:
    """Days delivered, and those arranged that are not delivered yet; drawn in half days."""
    return bars(
        (
            one["name"],
            f"{decimal(one['days_delivered'])} of {decimal(one['days_arranged'])} days",
            (
                ("f1", int(2 * one["days_delivered"])),
                ("f2", int(2 * (one["days_arranged"] - one["days_delivered"]))),
            ),
        )
        for one in rows
    )


def rate_bars(measures: Iterable[Row]) -> list[Bar]:
    """The measures that have a rate, each of a whole bar."""
    return bars(
        (
            one["title"],
            f"{decimal(one['percent'])}%",
            (("f1", round(one["percent"] * 10)), ("f4", round(1000 - one["percent"] * 10))),
        )
        for one in measures
        if one["percent"] is not None
    )


def has_pence(lines: Iterable[Line]) -> bool:
    """Whether an amount of these lines is not whole pounds; then their table shows pence."""
    return any(
        amount % 100
        for line in lines
        for amount in (
            line.budget_pence or 0,
            line.reserved_pence,
            line.committed_pence,
            line.paid_pence,
            line.not_matched_pence,
            line.recovered_pence,
            line.to_recover_pence,
        )
    )


GLOBALS: dict[str, Callable[..., Any]] = {
    "money_bars": money_bars,
    "state_bars": state_bars,
    "stage_bars": stage_bars,
    "group_bars": group_bars,
    "month_bars": month_bars,
    "tier_bars": tier_bars,
    "days_bars": days_bars,
    "rate_bars": rate_bars,
    "has_pence": has_pence,
}
