"""One priority of a strategy with everything that is linked to it."""

from collections.abc import Mapping
from typing import Any

from reporting.domain.changes import Row

COUNTS = ("cases_open", "cases", "supports", "days_arranged", "days_delivered", "awards")
MONEY = ("awarded_pence", "paid_pence")


def priority_line(
    authority: str,
    priority: Mapping[str, Any],
    linked: Mapping[tuple[str, str], Row],
    money: Mapping[tuple[str, str], Row],
) -> Row:
    """Cases and support by the priority's code, awards by its themes."""
    found = linked.get((authority, priority["code"]), {})
    themes = list(priority.get("themes") or ())
    awards = [money[authority, theme] for theme in themes if (authority, theme) in money]
    sums = {name: sum(int(row[name] or 0) for row in awards) for name in ("awards", *MONEY)}
    counts = {name: found.get(name) or 0 for name in COUNTS if name != "awards"}
    about = {"code": priority["code"], "title": priority.get("title") or priority["code"]}
    return {**about, "themes": themes, **counts, **sums}
